internal import Crypto
internal import CryptoExtras
internal import Foundation
package import TenantStore

/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017), as Chinese providers sign.
package enum ProviderSigning {
  /// Signs with a private key in PEM, or in the bare base64 that consoles give away.
  static func sign(_ text: String, with key: Secret, named name: String) throws(ProviderFailure)
    -> String
  {
    do {
      return try key.withBytes { bytes in
        let pem = pem(String(decoding: bytes, as: UTF8.self))
        let key = try _RSA.Signing.PrivateKey(pemRepresentation: pem.text)
        let signature = try key.signature(for: Data(text.utf8), padding: .insecurePKCS1v1_5)
        return signature.rawRepresentation.base64EncodedString()
      }
    } catch {
      throw .keyUnreadable(name: name)
    }
  }

  /// Whether a base64 signature is right under a public key in PEM, bare base64 or a certificate.
  package static func isValid(_ signature: String, for text: [UInt8], under key: String) -> Bool {
    guard
      let signature = Data(base64Encoded: signature),
      let key = try? publicKey(key)
    else { return false }
    return key.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature),
      for: text,
      padding: .insecurePKCS1v1_5
    )
  }

  /// Opens AES-GCM (NIST SP 800-38D) with a tag of 16 bytes behind the ciphertext.
  ///
  /// - Throws: ``ProviderFailure/untrusted`` when key, nonce, data or text are not those of sealing.
  package static func open(
    _ sealed: [UInt8],
    nonce: [UInt8],
    authenticating data: [UInt8],
    key: Secret
  ) throws(ProviderFailure) -> [UInt8] {
    guard sealed.count >= 16 else { throw .malformed }
    do {
      let box = try AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: nonce),
        ciphertext: sealed.dropLast(16),
        tag: sealed.suffix(16)
      )
      return try key.withBytes { bytes in
        Array(try AES.GCM.open(box, using: SymmetricKey(data: bytes), authenticating: data))
      }
    } catch {
      throw .untrusted
    }
  }

  /// Whether settings hold a key that can be read.
  static func isPublicKey(_ text: String) -> Bool { (try? publicKey(text)) != nil }

  private static func publicKey(_ text: String) throws -> _RSA.Signing.PublicKey {
    let pem = pem(text)
    guard pem.label == "CERTIFICATE" else {
      return try _RSA.Signing.PublicKey(derRepresentation: pem.bytes)
    }
    guard let key = X509Certificate.subjectPublicKey(pem.bytes) else {
      throw ProviderFailure.malformed
    }
    return try _RSA.Signing.PublicKey(derRepresentation: key)
  }

  private static func pem(_ text: String) -> (label: String, bytes: [UInt8], text: String) {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    let body = lines.filter { !$0.hasPrefix("-----") }.joined()
      .filter { !$0.isWhitespace }
    let bytes = Array(Data(base64Encoded: body) ?? Data())
    let first = lines.first { $0.hasPrefix("-----BEGIN ") }
    let label = first.map { String($0.dropFirst(11).prefix { $0 != "-" }) }
    guard let label else {
      let head = "-----BEGIN PRIVATE KEY-----\n"
      return ("", bytes, head + wrapped(body) + "\n-----END PRIVATE KEY-----\n")
    }
    return (label, bytes, lines.joined(separator: "\n") + "\n")
  }

  private static func wrapped(_ body: String) -> String {
    var rest = body[...]
    var lines: [Substring] = []
    while !rest.isEmpty {
      lines.append(rest.prefix(64))
      rest = rest.dropFirst(64)
    }
    return lines.joined(separator: "\n")
  }
}

/// As much of X.509 (RFC 5280 §4.1) as leads to the key of a certificate.
enum X509Certificate {
  /// The SubjectPublicKeyInfo of a certificate in DER, or nothing.
  static func subjectPublicKey(_ certificate: [UInt8]) -> [UInt8]? {
    guard
      let outer = DERElement(certificate[...]), outer.tag == 0x30,
      let signed = DERElement(outer.content), signed.tag == 0x30
    else { return nil }
    var elements: [DERElement] = []
    var rest = signed.content
    while let element = DERElement(rest) {
      elements.append(element)
      rest = element.rest
    }
    // [0] version, serial, algorithm, issuer, validity, subject, key; version 1 has no first one.
    let index = elements.first?.tag == 0xA0 ? 6 : 5
    guard elements.indices.contains(index), elements[index].tag == 0x30 else { return nil }
    return Array(elements[index].whole)
  }
}

/// One element of DER (X.690 §8.1) with a definite length.
private struct DERElement {
  let tag: UInt8
  let content: ArraySlice<UInt8>
  let whole: ArraySlice<UInt8>
  let rest: ArraySlice<UInt8>

  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count >= 2 else { return nil }
    tag = bytes[bytes.startIndex]
    var at = bytes.startIndex + 1
    var length = Int(bytes[at])
    at += 1
    if length >= 0x80 {
      let count = length & 0x7F
      guard (1...3).contains(count), bytes.endIndex - at >= count else { return nil }
      length = bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) }
      at += count
    }
    guard bytes.endIndex - at >= length else { return nil }
    content = bytes[at..<at + length]
    whole = bytes[bytes.startIndex..<at + length]
    rest = bytes[(at + length)...]
  }
}

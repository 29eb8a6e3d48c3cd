import Foundation
import Storefront
import TenantStore
import Testing

/// Vectors of Wycheproof below `CRADLE_DATA`, or nothing where they are not there.
private enum Wycheproof {
  struct File: Decodable {
    struct Group: Decodable {
      struct Case: Decodable {
        let tcId: Int
        let comment: String
        let flags: [String]
        let result: String
        let msg: String?
        let sig: String?
        let key: String?
        let iv: String?
        let aad: String?
        let ct: String?
        let tag: String?
      }

      let publicKeyPem: String?
      let ivSize: Int?
      let keySize: Int?
      let tagSize: Int?
      let tests: [Case]
    }

    let testGroups: [Group]
  }

  static func file(_ name: String) -> File? {
    guard let root = ProcessInfo.processInfo.environment["CRADLE_DATA"] else { return nil }
    let url = URL(filePath: root).appending(path: "crypto/wycheproof/testvectors_v1/\(name)")
    return (try? Data(contentsOf: url)).flatMap { try? JSONDecoder().decode(File.self, from: $0) }
  }

  static let isThere = file("aes_gcm_test.json") != nil
}

private func bytes(_ hexadecimal: String?) -> [UInt8] {
  var digits = Array(hexadecimal ?? "")[...]
  var bytes: [UInt8] = []
  while digits.count > 1 {
    bytes.append(UInt8(String(digits.prefix(2)), radix: 16) ?? 0)
    digits = digits.dropFirst(2)
  }
  return bytes
}

@Suite("Signing of payments")
struct ProviderSigningTests {
  @Test func `the published vector of WeChat Pay opens, and nothing else does`() throws {
    // AeadAesCipherTest of wechatpay-apiv3/wechatpay-java.
    let key = Secret(Array("a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb".utf8))
    let sealed = "ulwSiIajGClcvcOYvOQ7+l+0PAbzzwI="
    func open(_ sealed: String, _ nonce: String, _ data: String) throws -> String {
      try WeChatPayChannel.open(sealed, nonce: nonce, authenticating: data, key: key)
    }

    #expect(try open(sealed, "uluk4a9R25RW", "associatedData") == "message")
    #expect(throws: ProviderFailure.untrusted) {
      try open(sealed, "uluk4a9R25RW", "associatedDatb")
    }
    #expect(throws: ProviderFailure.untrusted) {
      try open(sealed, "uluk4a9R25RX", "associatedData")
    }
    #expect(throws: ProviderFailure.untrusted) {
      try open("v" + sealed.dropFirst(), "uluk4a9R25RW", "associatedData")
    }
    #expect(throws: ProviderFailure.malformed) { try open("AAAA", "uluk4a9R25RW", "") }
  }

  @Test(.enabled(if: Wycheproof.isThere, "CRADLE_DATA names no folder with Wycheproof's vectors"))
  func `signatures are judged as Wycheproof judges them`() throws {
    let file = try #require(Wycheproof.file("rsa_signature_2048_sha256_test.json"))
    var count = 0
    for group in file.testGroups {
      let key = try #require(group.publicKeyPem)
      for test in group.tests where test.result != "acceptable" {
        let signature = Data(bytes(test.sig)).base64EncodedString()
        let isValid = ProviderSigning.isValid(signature, for: bytes(test.msg), under: key)
        #expect(isValid == (test.result == "valid"), "\(test.tcId) \(test.comment)")
        count += 1
      }
    }
    #expect(count > 200)
  }

  @Test(.enabled(if: Wycheproof.isThere, "CRADLE_DATA names no folder with Wycheproof's vectors"))
  func `sealed texts are opened as Wycheproof opens them`() throws {
    let file = try #require(Wycheproof.file("aes_gcm_test.json"))
    var count = 0
    for group in file.testGroups
    where group.keySize == 256 && group.ivSize == 96 && group.tagSize == 128 {
      for test in group.tests {
        let opened = try? ProviderSigning.open(
          bytes(test.ct) + bytes(test.tag),
          nonce: bytes(test.iv),
          authenticating: bytes(test.aad),
          key: Secret(bytes(test.key))
        )
        let expected = test.result == "valid" ? bytes(test.msg) : nil
        #expect(opened == expected, "\(test.tcId) \(test.comment)")
        count += 1
      }
    }
    #expect(count > 50)
  }
}

internal import Crypto
internal import Foundation

/// The keys that seal the secrets of the database; only the process has them.
///
/// The first one seals, all of them open, so that a new key can be put first and the old one taken
/// away when `tenant-admin secrets rotate` has sealed everything anew.
public struct SecretKeys: Sendable {
  private struct Key: Sendable {
    let id: String
    let key: SymmetricKey
  }

  private let keys: [Key]

  /// The id of the key that seals.
  public var current: String { keys[0].id }

  /// Reads `ID:BASE64`, several divided by commas or lines; each key has 32 bytes.
  ///
  /// - Throws: ``SecretError/keysUnreadable``, which does not repeat the text.
  public init(_ text: String) throws(SecretError) {
    var keys: [Key] = []
    for entry in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      let parts = entry.split(separator: ":", maxSplits: 1)
      guard
        parts.count == 2, parts[0].wholeMatch(of: /[A-Za-z0-9-]{1,32}/) != nil,
        !keys.contains(where: { $0.id == parts[0] }),
        let bytes = Data(base64Encoded: String(parts[1])), bytes.count == 32
      else { throw .keysUnreadable }
      keys.append(Key(id: String(parts[0]), key: SymmetricKey(data: bytes)))
    }
    guard !keys.isEmpty else { throw .keysUnreadable }
    self.keys = keys
  }

  /// The keys of `CRADLE_SECRET_KEY`, or of the file that `CRADLE_SECRET_KEY_FILE` names.
  ///
  /// - Returns: The keys, or nothing when neither is set.
  /// - Throws: ``SecretError/keysUnreadable``.
  public static func found(in variables: [String: String]) throws(SecretError) -> SecretKeys? {
    if let text = variables["CRADLE_SECRET_KEY"], !text.isEmpty { return try SecretKeys(text) }
    guard let path = variables["CRADLE_SECRET_KEY_FILE"], !path.isEmpty else { return nil }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw .keysUnreadable
    }
    return try SecretKeys(text)
  }

  /// Seals a secret for one tenant and name; nowhere else does it open.
  func seal(_ secret: Secret, name: String, of tenant: TenantID, nonce: [UInt8]) throws -> [UInt8] {
    let box = try secret.withBytes { bytes in
      try AES.GCM.seal(
        bytes,
        using: keys[0].key,
        nonce: AES.GCM.Nonce(data: nonce),
        authenticating: Self.context(name, tenant)
      )
    }
    return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
  }

  func open(_ sealed: [UInt8], keyID: String, name: String, of tenant: TenantID)
    throws(SecretError) -> Secret
  {
    guard let key = keys.first(where: { $0.id == keyID }) else { throw .keyMissing(keyID) }
    do {
      let box = try AES.GCM.SealedBox(combined: sealed)
      return Secret(
        Array(try AES.GCM.open(box, using: key.key, authenticating: Self.context(name, tenant)))
      )
    } catch {
      throw .cannotBeOpened(name)
    }
  }

  private static func context(_ name: String, _ tenant: TenantID) -> [UInt8] {
    withUnsafeBytes(of: tenant.uuid.uuid) { Array($0) } + Array(name.utf8)
  }
}

extension SecretKeys: CustomStringConvertible, CustomReflectable {
  /// The keys' ids, never the keys.
  public var description: String { "keys \(keys.map(\.id).joined(separator: ", "))" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why a secret cannot be had; says names, never values.
@nonexhaustive
public enum SecretError: Error, Equatable, Sendable {
  /// `CRADLE_SECRET_KEY` or its file is not `ID:BASE64` of 32 bytes.
  case keysUnreadable
  /// The process has no key at all.
  case noKeys
  /// The secret was sealed with a key that the process does not have.
  case keyMissing(String)
  /// The secret of this name was changed, moved, or sealed with another key of the same id.
  case cannotBeOpened(String)
  /// Nothing is there.
  case notSet(SecretReference)
}

extension SecretError: CustomStringConvertible {
  /// What is wrong and what to do, for an operator.
  public var description: String {
    switch self {
    case .keysUnreadable:
      "CRADLE_SECRET_KEY, or the file that CRADLE_SECRET_KEY_FILE names, must hold ID:KEY with 32"
        + " bytes in base64; make one with: echo key1:$(openssl rand -base64 32)"
    case .noKeys:
      "there is no key for stored secrets; set CRADLE_SECRET_KEY or CRADLE_SECRET_KEY_FILE to"
        + " ID:KEY, made with: echo key1:$(openssl rand -base64 32)"
    case .keyMissing(let id): "the key \(id) that sealed the secret is not in CRADLE_SECRET_KEY"
    case .cannotBeOpened(let name):
      "the stored secret \(name) cannot be opened; set it again with: tenant-admin secrets set"
    case .notSet(let reference): "the secret \(reference) is not set"
    }
  }
}

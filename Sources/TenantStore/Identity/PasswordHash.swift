internal import CryptoExtras
internal import Dispatch
internal import Foundation
internal import Synchronization

/// A password as the database keeps it: scrypt (RFC 7914) with a salt of its own, written as
/// `$scrypt$ln=15,r=8,p=3$SALT$HASH`, so that the cost can be raised for new passwords.
struct PasswordHash: Hashable, Sendable {
  private let cost: PasswordCost
  private let salt: [UInt8]
  private let hash: [UInt8]

  /// What an unknown login is compared with, so that it costs the same; no password has this hash.
  static var nobodys: Self {
    Self(
      cost: .current,
      salt: Array(repeating: 0, count: 16),
      hash: Array(repeating: 0, count: 32)
    )
  }

  private init(cost: PasswordCost, salt: [UInt8], hash: [UInt8]) {
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  /// Hashes a password with a new salt.
  static func make(_ password: String, in environment: StoreEnvironment) async throws -> Self {
    let salt = environment.randomBytes(16)
    let cost = PasswordCost.current
    return Self(cost: cost, salt: salt, hash: try await derived(password, salt, cost))
  }

  /// Reads what ``text`` wrote.
  init?(_ text: String) {
    guard
      let match = text.wholeMatch(
        of: /\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+\/]+)\$([A-Za-z0-9+\/]+)/
      ),
      let logN = Int(match.1), (1...20).contains(logN),
      let blockSize = Int(match.2), let parallelism = Int(match.3),
      blockSize > 0, parallelism > 0,
      let salt = Self.bytes(match.4), let hash = Self.bytes(match.5), hash.count == 32
    else { return nil }
    cost = PasswordCost(logN: logN, blockSize: blockSize, parallelism: parallelism)
    self.salt = salt
    self.hash = hash
  }

  /// The hash with what it was made with.
  var text: String {
    "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)"
      + "$\(Self.unpadded(salt))$\(Self.unpadded(hash))"
  }

  /// Whether a password is the one, compared in constant time.
  func matches(_ password: String) async throws -> Bool {
    let derived = try await Self.derived(password, salt, cost)
    return zip(derived, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func unpadded(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("=", with: "")
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: text + padding).map(Array.init)
  }

  private static let queue = DispatchQueue(label: "cradle.passwords")
  private static let waiting = Mutex(0)

  /// One password at a time, away from the threads that answer pages: a crowd that signs in takes
  /// neither the memory nor the processor from the shop.
  private static func derived(_ password: String, _ salt: [UInt8], _ cost: PasswordCost)
    async throws
    -> [UInt8]
  {
    let text = Data(password.precomposedStringWithCompatibilityMapping.utf8)
    let limit = PasswordCost.waitingLimit
    let isTaken = waiting.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
    guard isTaken else { throw StaffRefusal(.signInBusy, details: ["retry_after": 1]) }
    defer { waiting.withLock { $0 -= 1 } }
    // What costs nothing needs no queue.
    guard cost != .none else { return try key(of: text, salt, cost) }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try key(of: text, salt, cost) }) }
    }
  }

  private static func key(of text: Data, _ salt: [UInt8], _ cost: PasswordCost) throws -> [UInt8] {
    try KDF.Scrypt.deriveKey(
      from: text,
      salt: salt,
      outputByteCount: 32,
      rounds: 1 << cost.logN,
      blockSize: cost.blockSize,
      parallelism: cost.parallelism
    ).withUnsafeBytes { Array($0) }
  }
}

/// What deriving a hash costs whoever checks a password, and whoever guesses one.
package struct PasswordCost: Hashable, Sendable {
  /// N = 2¹⁵, r = 8, p = 3: 32 MiB of memory, the cost that OWASP's cheat sheet asks for.
  static let usual = Self(logN: 15, blockSize: 8, parallelism: 3)
  /// No protection at all, for tests that sign in hundreds of times.
  package static let none = Self(logN: 4, blockSize: 1, parallelism: 1)

  /// The cost of new hashes.
  @TaskLocal package static var current = usual
  /// How many passwords are looked at or wait at most; more are refused.
  @TaskLocal package static var waitingLimit = 16

  let logN: Int
  let blockSize: Int
  let parallelism: Int
}

/// What a password must be.
public enum PasswordRule {
  /// Whether a password is long enough to stand alone: 12 to 128 characters without the login.
  public static func isSound(_ password: String, login: String) -> Bool {
    (12...128).contains(password.count)
      && !password.lowercased().contains(login.lowercased())
      && Set(password).count >= 5
  }

  /// A password nobody chose: 80 random bits in four groups of Crockford's base32.
  public static func generated(in environment: StoreEnvironment) -> String {
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    let letters = environment.randomBytes(16).map { alphabet[Int($0 & 31)] }
    return stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }
      .joined(separator: "-")
  }
}

public import Foundation
public import PostgresClient

/// The identity of one kind of thing: a UUID of version 7 that says what it identifies.
///
/// Outside the database it is shown as a type prefix and 26 characters of Crockford base32,
/// `prod_01j9z3…`, so that an id of one kind is never taken for another's.
public protocol EntityID: Hashable, Comparable, Sendable, ColumnValue, Codable,
  LosslessStringConvertible
{
  /// The letters before the underscore, unique in the toolkit.
  static var prefix: String { get }
  /// The id as the database keeps it.
  var uuid: UUID { get }
  /// Names the thing with this UUID.
  init(uuid: UUID)
}

extension EntityID {
  /// Ids are `uuid` columns.
  public static var postgresType: PostgresType { .uuid }

  /// The UUID.
  public var postgresValue: PostgresValue { uuid.postgresValue }

  /// Reads a `uuid` column.
  public init(postgres cell: PostgresCell) throws(PostgresDecodingError) {
    self.init(uuid: try UUID(postgres: cell))
  }

  /// A new id from the environment's generator.
  public static func make(in environment: StoreEnvironment) -> Self {
    Self(uuid: environment.makeID())
  }

  /// Reads the shown form; nothing when prefix, length or alphabet is wrong.
  public init?(_ text: String) {
    let start = Self.prefix + "_"
    guard text.hasPrefix(start), let uuid = UUID(crockford: text.dropFirst(start.count)) else {
      return nil
    }
    self.init(uuid: uuid)
  }

  /// The prefix, an underscore and 26 characters.
  public var description: String { Self.prefix + "_" + uuid.crockford }

  /// Earlier ids are smaller: version 7 starts with the time.
  public static func < (left: Self, right: Self) -> Bool { left.uuid.precedes(right.uuid) }

  /// Reads the shown form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is not an id that starts with \(Self.prefix)_"
      )
    }
    self = id
  }

  /// Writes the shown form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension UUID {
  fileprivate var words: (high: UInt64, low: UInt64) {
    withUnsafeBytes(of: uuid) { bytes in
      (
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
    }
  }

  fileprivate func precedes(_ other: UUID) -> Bool { words < other.words }

  /// 26 characters of Crockford base32, most significant first, in lower case.
  fileprivate var crockford: String {
    var value = UInt128(words.high) << 64 | UInt128(words.low)
    var characters: [UInt8] = []
    for _ in 0..<26 {
      characters.append(Self.crockfordAlphabet[Int(value & 31)])
      value >>= 5
    }
    return String(decoding: characters.reversed(), as: UTF8.self)
  }

  fileprivate init?(crockford text: some StringProtocol) {
    guard text.utf8.count == 26 else { return nil }
    var value: UInt128 = 0
    for byte in text.utf8 {
      guard let digit = Self.crockfordAlphabet.firstIndex(of: byte) else { return nil }
      guard value.leadingZeroBitCount >= 5 else { return nil }
      value = value << 5 | UInt128(digit)
    }
    let bytes = stride(from: 120, through: 0, by: -8).map {
      UInt8(truncatingIfNeeded: value >> UInt128($0))
    }
    self = bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
  }

  private static let crockfordAlphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}

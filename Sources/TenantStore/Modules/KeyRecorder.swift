import Foundation

/// Learns which keys a settings type reads by watching it decode a value.
///
/// The list cannot be had from the type itself: synthesized coding keys are private.
final class KeyRecorder {
  private static let userInfoKey = CodingUserInfoKey(rawValue: "cradle.keys")
  private var keys: [[String]: Set<String>] = [:]

  /// The keys that a type reads in a value.
  static func keys<Value: Decodable>(of type: Value.Type, in json: JSONValue) -> KnownKeys {
    guard let userInfoKey, let data = try? JSONEncoder().encode(json) else { return KnownKeys() }
    let recorder = KeyRecorder()
    let decoder = JSONDecoder()
    decoder.userInfo[userInfoKey] = Box(recorder)
    do {
      _ = try decoder.decode(Recorded<Value>.self, from: data)
      return KnownKeys(byPlace: recorder.keys)
    } catch DecodingError.keyNotFound(let key, let context) {
      let place = recorder.place(context.codingPath)
      return KnownKeys(byPlace: recorder.keys, missing: (place, key.stringValue))
    } catch {
      return KnownKeys()
    }
  }

  func note(_ key: any CodingKey, at path: [any CodingKey]) {
    keys[place(path), default: []].insert(key.stringValue)
  }

  func noteKeyed(at path: [any CodingKey]) { keys[place(path), default: []].formUnion([]) }

  private func place(_ path: [any CodingKey]) -> [String] {
    path.map { $0.intValue.map(String.init) ?? $0.stringValue }
  }

  static func of(_ decoder: any Decoder) -> KeyRecorder? {
    userInfoKey.flatMap { decoder.userInfo[$0] as? Box }?.recorder
  }

  /// Sendable because the recorder is made, filled and read within one synchronous call.
  private final class Box: @unchecked Sendable {
    let recorder: KeyRecorder
    init(_ recorder: KeyRecorder) { self.recorder = recorder }
  }
}

/// The keys that a settings type reads, by their place below the settings.
struct KnownKeys: Sendable {
  /// Empty when the value does not fit the type at all.
  var byPlace: [[String]: Set<String>] = [:]
  /// The key at which reading ended because it is missing; the keys after it are not known then.
  var missing: (place: [String], key: String)?
}

/// A value whose decoding is watched.
private struct Recorded<Value: Decodable>: Decodable {
  let value: Value

  init(from decoder: any Decoder) throws {
    guard let recorder = KeyRecorder.of(decoder) else {
      value = try Value(from: decoder)
      return
    }
    value = try Value(from: WatchedDecoder(base: decoder, recorder: recorder))
  }
}

private struct WatchedDecoder: Decoder {
  let base: any Decoder
  let recorder: KeyRecorder
  var codingPath: [any CodingKey] { base.codingPath }
  var userInfo: [CodingUserInfoKey: Any] { base.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    recorder.noteKeyed(at: codingPath)
    return KeyedDecodingContainer(
      WatchedKeyed(base: try base.container(keyedBy: type), recorder: recorder)
    )
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    WatchedList(base: try base.unkeyedContainer(), recorder: recorder)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    WatchedValue(base: try base.singleValueContainer(), recorder: recorder)
  }
}

private struct WatchedKeyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let base: KeyedDecodingContainer<Key>
  let recorder: KeyRecorder
  var codingPath: [any CodingKey] { base.codingPath }
  var allKeys: [Key] { base.allKeys }

  private func noted(_ key: Key) -> Key {
    recorder.note(key, at: codingPath)
    return key
  }

  func contains(_ key: Key) -> Bool { base.contains(noted(key)) }
  func decodeNil(forKey key: Key) throws -> Bool { try base.decodeNil(forKey: noted(key)) }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try plain(key) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try plain(key) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try plain(key) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try plain(key) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try plain(key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try plain(key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try plain(key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try plain(key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try plain(key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try plain(key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try plain(key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try plain(key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try plain(key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try plain(key) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try base.decode(Recorded<Value>.self, forKey: noted(key)).value
  }

  private func plain<Value: Decodable>(_ key: Key) throws -> Value {
    try base.decode(Value.self, forKey: noted(key))
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws
    -> KeyedDecodingContainer<Nested>
  {
    KeyedDecodingContainer(
      WatchedKeyed<Nested>(
        base: try base.nestedContainer(keyedBy: type, forKey: noted(key)),
        recorder: recorder
      )
    )
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    WatchedList(base: try base.nestedUnkeyedContainer(forKey: noted(key)), recorder: recorder)
  }

  func superDecoder() throws -> any Decoder { try base.superDecoder() }
  func superDecoder(forKey key: Key) throws -> any Decoder {
    try base.superDecoder(forKey: noted(key))
  }
}

private struct WatchedList: UnkeyedDecodingContainer {
  var base: any UnkeyedDecodingContainer
  let recorder: KeyRecorder
  var codingPath: [any CodingKey] { base.codingPath }
  var count: Int? { base.count }
  var isAtEnd: Bool { base.isAtEnd }
  var currentIndex: Int { base.currentIndex }

  mutating func decodeNil() throws -> Bool { try base.decodeNil() }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try base.decode(Recorded<Value>.self).value
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws
    -> KeyedDecodingContainer<Nested>
  {
    KeyedDecodingContainer(
      WatchedKeyed<Nested>(base: try base.nestedContainer(keyedBy: type), recorder: recorder)
    )
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    WatchedList(base: try base.nestedUnkeyedContainer(), recorder: recorder)
  }

  mutating func superDecoder() throws -> any Decoder { try base.superDecoder() }
}

private struct WatchedValue: SingleValueDecodingContainer {
  let base: any SingleValueDecodingContainer
  let recorder: KeyRecorder
  var codingPath: [any CodingKey] { base.codingPath }

  func decodeNil() -> Bool { base.decodeNil() }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    // A plain type decodes itself by asking this container for itself, and has no keys.
    guard !plainTypes.contains(where: { $0 == type }) else { return try base.decode(type) }
    return try base.decode(Recorded<Value>.self).value
  }
}

private let plainTypes: [any (Decodable & Sendable).Type] = [
  Bool.self, String.self, Double.self, Float.self, Int.self, Int8.self, Int16.self, Int32.self,
  Int64.self, UInt.self, UInt8.self, UInt16.self, UInt32.self, UInt64.self, Int128.self,
  UInt128.self, Decimal.self, Date.self, Data.self, URL.self,
]

/// Bytes on their way into a copy, in memory that is used again and again.
///
/// Sendable because its producer fills it and lets go of it, then the reactor's thread sends it and
/// gives it back.
@safe
final class CopyBuffer: @unchecked Sendable {
  private var content: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  /// How many bytes are worth a way to the reactor's thread.
  static let usualCount = 65_536

  init() {
    capacity = Self.usualCount + Self.usualCount / 8
    unsafe content = .allocate(byteCount: capacity, alignment: 8)
  }

  deinit {
    unsafe content.deallocate()
  }

  var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: content, count: count) }

  /// Empties the buffer, and gives back what a large row has taken.
  func clear() {
    count = 0
    guard capacity > Self.usualCount * 16 else { return }
    capacity = Self.usualCount
    unsafe content.deallocate()
    unsafe content = .allocate(byteCount: capacity, alignment: 8)
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe (content + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  func append<Number: FixedWidthInteger>(_ number: Number) {
    reserve(MemoryLayout<Number>.size)
    unsafe content.storeBytes(of: number.bigEndian, toByteOffset: count, as: Number.self)
    count += MemoryLayout<Number>.size
  }

  /// Forgets everything after a position.
  func truncate(to position: Int) { count = position }

  private func reserve(_ length: Int) {
    let wanted = count + length
    guard wanted > capacity else { return }
    capacity = max(wanted, capacity * 2)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
    unsafe larger.copyMemory(from: content, byteCount: count)
    unsafe content.deallocate()
    unsafe content = larger
  }
}

extension CopyBuffer {
  /// Appends a field of the binary format: its length, then the bytes.
  ///
  /// - Returns: False when the value has no binary form that is known here, or is too large.
  func append(field value: PostgresValue) -> Bool {
    switch value.payload {
    case .null: append(Int32(-1))
    case .number(let number, let size):
      append(Int32(size))
      switch size {
      case 8: append(number)
      case 4: append(UInt32(truncatingIfNeeded: number))
      case 2: append(UInt16(truncatingIfNeeded: number))
      default: append(UInt8(truncatingIfNeeded: number))
      }
    case .pair(let high, let low):
      append(Int32(16))
      append(high)
      append(low)
    case .hyphenated:
      var characters: [UInt8] = []
      value.payload.append(to: &characters)
      append(Int32(characters.count))
      unsafe characters.withUnsafeBytes { unsafe append($0) }
    case .text(let text): return append(text, after: nil)
    case .document(let text): return append(text, after: 1)
    case .bytes(let bytes):
      guard bytes.count < Self.fieldLimit else { return false }
      append(Int32(bytes.count))
      unsafe bytes.withUnsafeBytes { unsafe append($0) }
    case .literal(let text):
      guard value.type == .numeric, let digits = NumericDigits(text) else { return false }
      append(Int32(digits.binary.count))
      unsafe digits.binary.withUnsafeBytes { unsafe append($0) }
    }
    return true
  }

  /// The server takes no value of a gibibyte.
  private static let fieldLimit = 1 << 30

  private func append(_ text: String, after version: UInt8?) -> Bool {
    var text = text
    return text.withUTF8 { utf8 in
      let length = utf8.count + (version == nil ? 0 : 1)
      guard length < Self.fieldLimit else { return false }
      append(Int32(length))
      if let version { append(version) }
      unsafe append(UnsafeRawBufferPointer(utf8))
      return true
    }
  }
}

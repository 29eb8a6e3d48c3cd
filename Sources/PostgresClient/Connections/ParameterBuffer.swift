internal import CPostgres

/// Lays the values of a statement out as the client library wants them.
///
/// One buffer serves all statements of a connection, one after another: the library copies.
@unsafe
struct ParameterBuffer: ~Copyable {
  private var storage = UnsafeMutableRawBufferPointer.allocate(
    byteCount: usualCapacity,
    alignment: 8
  )
  private var capacity = 0
  private(set) var count = 0
  private(set) var types = UnsafeMutablePointer<Oid>.allocate(capacity: 0)
  private(set) var pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(
    capacity: 0
  )
  private(set) var lengths = UnsafeMutablePointer<Int32>.allocate(capacity: 0)
  private(set) var formats = UnsafeMutablePointer<Int32>.allocate(capacity: 0)

  init() {
    unsafe makeRoom(for: Self.usualCount)
  }

  deinit {
    unsafe storage.deallocate()
    unsafe types.deallocate()
    unsafe pointers.deallocate()
    unsafe lengths.deallocate()
    unsafe formats.deallocate()
  }

  /// Replaces what is laid out; the pointers stay valid until the next call.
  mutating func fill(_ values: [PostgresValue]) {
    if unsafe values.count > capacity { unsafe makeRoom(for: values.count) }
    unsafe count = values.count
    // Values in text form must end with a NUL; one more byte for each is cheaper than asking.
    unsafe reserve(values.reduce(0) { $0 + $1.payload.byteCount + 1 })
    var offset = 0
    for index in 0..<values.count {
      let value = values[index]
      let size = value.payload.byteCount
      unsafe types[index] = value.type.rawValue
      unsafe lengths[index] = Int32(size)
      unsafe formats[index] = value.payload.isBinary ? 1 : 0
      if value.isNull {
        unsafe pointers[index] = nil
        continue
      }
      let place = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[offset...])
      unsafe value.payload.write(to: place)
      unsafe place[size] = 0
      unsafe pointers[index] = UnsafePointer(
        place.baseAddress?.assumingMemoryBound(to: CChar.self)
      )
      offset += size + 1
    }
  }

  private static let usualCapacity = 16_384
  private static let usualCount = 64

  /// Replaces the lists by longer ones; what they held is not kept.
  private mutating func makeRoom(for count: Int) {
    unsafe types.deallocate()
    unsafe pointers.deallocate()
    unsafe lengths.deallocate()
    unsafe formats.deallocate()
    unsafe types = .allocate(capacity: count)
    unsafe pointers = .allocate(capacity: count)
    unsafe lengths = .allocate(capacity: count)
    unsafe formats = .allocate(capacity: count)
    unsafe capacity = count
  }

  /// Grows for a large statement, and shrinks again after it.
  private mutating func reserve(_ size: Int) {
    let isWasteful = unsafe storage.count > Self.usualCapacity * 16 && size <= Self.usualCapacity
    guard unsafe size > storage.count || isWasteful else { return }
    unsafe storage.deallocate()
    unsafe storage = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(size, Self.usualCapacity),
      alignment: 8
    )
  }
}

extension PostgresValue.Payload {
  /// Writes what travels to the start of a buffer that is large enough.
  fileprivate func write(to buffer: UnsafeMutableRawBufferPointer) {
    switch self {
    case .null: break
    case .number(let number, let size):
      let raised = (number << UInt64((8 - Int(size)) * 8)).bigEndian
      unsafe withUnsafeBytes(of: raised) { bytes in
        unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<Int(size)]))
      }
    case .pair(let high, let low):
      unsafe buffer.storeBytes(of: high.bigEndian, as: UInt64.self)
      unsafe buffer.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    case .text(let text), .literal(let text):
      unsafe Self.copy(text, to: buffer)
    case .hyphenated(let high, let low):
      var place = 0
      Self.forEachCharacter(ofHyphenated: high, low) { character in
        unsafe buffer[place] = character
        place += 1
      }
    case .document(let text):
      unsafe buffer[0] = 1
      unsafe Self.copy(text, to: UnsafeMutableRawBufferPointer(rebasing: buffer[1...]))
    case .bytes(let bytes):
      unsafe buffer.copyBytes(from: bytes)
    }
  }

  private static func copy(_ text: String, to buffer: UnsafeMutableRawBufferPointer) {
    var text = text
    text.withUTF8 { unsafe buffer.copyMemory(from: UnsafeRawBufferPointer($0)) }
  }
}

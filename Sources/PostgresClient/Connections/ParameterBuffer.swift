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
  private(set) var types: [Oid] = []
  private(set) var pointers: [UnsafePointer<CChar>?] = unsafe []
  private(set) var lengths: [Int32] = []
  private(set) var formats: [Int32] = []

  init() {}

  deinit {
    unsafe storage.deallocate()
  }

  /// Replaces what is laid out; the pointers stay valid until the next call.
  mutating func fill(_ values: [PostgresValue]) {
    unsafe types.removeAll(keepingCapacity: true)
    unsafe pointers.removeAll(keepingCapacity: true)
    unsafe lengths.removeAll(keepingCapacity: true)
    unsafe formats.removeAll(keepingCapacity: true)
    // Values in text form must end with a NUL; one more byte for each is cheaper than asking.
    unsafe reserve(values.reduce(0) { $0 + $1.payload.byteCount + 1 })
    var offset = 0
    for value in values {
      let size = value.payload.byteCount
      unsafe types.append(value.type.rawValue)
      unsafe lengths.append(Int32(size))
      unsafe formats.append(value.payload.isBinary ? 1 : 0)
      if value.isNull {
        unsafe pointers.append(nil)
        continue
      }
      let place = unsafe UnsafeMutableRawBufferPointer(rebasing: storage[offset...])
      unsafe value.payload.write(to: place)
      unsafe place[size] = 0
      unsafe pointers.append(
        UnsafePointer(place.baseAddress?.assumingMemoryBound(to: CChar.self))
      )
      offset += size + 1
    }
  }

  private static let usualCapacity = 16_384

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
      for index in 0..<Int(size) {
        let shift = UInt64((Int(size) - 1 - index) * 8)
        unsafe buffer[index] = UInt8(truncatingIfNeeded: number >> shift)
      }
    case .pair(let high, let low):
      unsafe buffer.storeBytes(of: high.bigEndian, as: UInt64.self)
      unsafe buffer.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    case .text(let text), .literal(let text):
      unsafe Self.copy(text, to: buffer)
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

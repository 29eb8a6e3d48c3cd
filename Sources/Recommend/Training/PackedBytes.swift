/// Numbers side by side as the processor keeps them, least significant byte first.
struct PackedBytes {
  private(set) var bytes: [UInt8] = []
  private var place = 0

  init() {}
  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What the bytes should have been and are not.
  struct Broken: Error {}

  mutating func write<Number: BitwiseCopyable>(_ numbers: [Number]) {
    withUnsafeBytes(of: UInt64(numbers.count).littleEndian) { bytes.append(contentsOf: $0) }
    numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  mutating func read<Number: BitwiseCopyable>(_ type: Number.Type, zero: Number) throws -> [Number]
  {
    guard bytes.count - place >= 8 else { throw Broken() }
    let told = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    place += 8
    let width = MemoryLayout<Number>.stride
    guard told <= UInt64((bytes.count - place) / width) else { throw Broken() }
    let count = Int(told)
    var numbers = [Number](repeating: zero, count: count)
    numbers.withUnsafeMutableBytes { target in
      bytes.withUnsafeBytes { source in
        target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[place..<place + count * width])
        )
      }
    }
    place += count * width
    return numbers
  }

  var isAtEnd: Bool { place == bytes.count }
}

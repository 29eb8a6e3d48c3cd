/// Small pictures for forms.
enum TestPicture {
  /// A whole PNG of its own for each number, with the name that it has on the visitor's machine.
  static func named(_ name: String, _ number: Int) -> (name: String, bytes: [UInt8]) {
    func part(_ name: String, _ data: [UInt8]) -> [UInt8] {
      [0, 0, 0, UInt8(data.count)] + Array(name.utf8) + data + [0, 0, 0, 0]
    }
    let bytes =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + part("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0])
      + part("IDAT", [UInt8(truncatingIfNeeded: number)]) + part("IEND", [])
    return (name, bytes)
  }
}

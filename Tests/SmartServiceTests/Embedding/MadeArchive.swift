/// ZIP archives as a test wants them, with all their lies.
enum MadeArchive {
  struct Member {
    let name: String
    let stored: [UInt8]
    let content: [UInt8]
    let method: UInt16
    let flags: UInt16
    let claimedSize: UInt32

    init(_ name: String, stored: [UInt8], method: UInt16 = 0, flags: UInt16 = 0) {
      self.name = name
      self.stored = stored
      content = stored
      self.method = method
      self.flags = flags
      claimedSize = UInt32(stored.count)
    }

    init(_ name: String, deflated: [UInt8], as content: [UInt8], claimedSize: UInt32? = nil) {
      self.name = name
      stored = deflated
      self.content = content
      method = 8
      flags = 0
      self.claimedSize = claimedSize ?? UInt32(content.count)
    }
  }

  /// "hello hello hello" by raw DEFLATE with fixed codes: six literals, then a copy of eleven bytes
  /// from six before (made by Python's `zlib.compressobj(wbits=-15)`).
  static let deflatedHello: [UInt8] = [0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x57, 0xC8, 0x40, 0x90, 0x00]

  static func bytes(_ members: [Member]) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let start = archive.count
      let common =
        little(member.flags) + little(member.method) + little(UInt32(0))
        + little(checksum(member.content)) + little(UInt32(member.stored.count))
        + little(member.claimedSize) + little(UInt16(member.name.utf8.count))
      archive += little(UInt32(0x0403_4B50)) + little(UInt16(20)) + common + little(UInt16(0))
      archive += Array(member.name.utf8) + member.stored
      directory += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + little(UInt16(20)) + common
      directory += [UInt8](repeating: 0, count: 12) + little(UInt32(start))
      directory += Array(member.name.utf8)
    }
    let end =
      little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(UInt16(members.count))
      + little(UInt16(members.count)) + little(UInt32(directory.count))
      + little(UInt32(archive.count)) + little(UInt16(0))
    return archive + directory + end
  }

  static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// CRC-32 bit by bit.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in
        sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1
      }
    }
  }
}

import Foundation
import SmartService
import Testing

@Suite("ZIP archives")
struct ZipArchiveTests {
  private func content(_ archive: [UInt8], _ name: String, limit: Int = 1 << 20) throws -> [UInt8] {
    let archive = try ZipArchive(SharedBytes(archive), name: "a.whl")
    return try archive.content(of: name, atMost: limit).array
  }

  @Test func `stored and deflated members come out as they went in`() throws {
    let archive = MadeArchive.bytes([
      .init("a.txt", stored: Array("hello".utf8)),
      .init("b/c.bin", deflated: MadeArchive.deflatedHello, as: Array("hello hello hello".utf8)),
      .init("empty", stored: []),
    ])
    #expect(try content(archive, "a.txt") == Array("hello".utf8))
    #expect(try content(archive, "b/c.bin") == Array("hello hello hello".utf8))
    #expect(try content(archive, "empty").isEmpty)
  }

  @Test func `the error for a missing member names it`() throws {
    let archive = MadeArchive.bytes([.init("a.txt", stored: [1])])
    let error = #expect(throws: ModelFileError.self) { try content(archive, "b.txt") }
    #expect(error?.description == "a.whl: it has no member b.txt")
  }

  @Test func `an archive that is cut off anywhere is an error and nothing else`() throws {
    let whole = MadeArchive.bytes([
      .init("a.txt", stored: Array("hello".utf8)),
      .init("b", deflated: MadeArchive.deflatedHello, as: Array("hello hello hello".utf8)),
    ])
    for length in 0..<whole.count {
      #expect(throws: ModelFileError.self) { try content(Array(whole.prefix(length)), "b") }
    }
  }

  @Test func `no change of a byte gets anything but the content or an error`() throws {
    let original = Array("hello hello hello".utf8)
    let whole = MadeArchive.bytes([
      .init("b", deflated: MadeArchive.deflatedHello, as: original)
    ])
    for index in whole.indices {
      for flip: UInt8 in [0x01, 0x80, 0xFF] {
        var changed = whole
        changed[index] ^= flip
        let result = try? content(changed, "b")
        #expect(result == nil || result == original, "byte \(index)")
      }
    }
  }

  @Test func `a size that the bytes cannot hold is refused before memory is taken`() throws {
    let archive = MadeArchive.bytes([
      .init("b", deflated: MadeArchive.deflatedHello, as: [], claimedSize: 3_000_000_000)
    ])
    let error = #expect(throws: ModelFileError.self) {
      try content(archive, "b", limit: .max)
    }
    #expect(error?.problem.contains("cannot have 3000000000 bytes") == true)
  }

  @Test func `a member beyond the limit is refused`() throws {
    let archive = MadeArchive.bytes([.init("a", stored: [UInt8](repeating: 7, count: 100))])
    #expect(throws: ModelFileError.self) { try content(archive, "a", limit: 99) }
    #expect(try content(archive, "a", limit: 100).count == 100)
  }

  @Test func `a name twice, other methods and encryption are refused`() throws {
    let twice = MadeArchive.bytes([.init("a", stored: [1]), .init("a", stored: [2])])
    #expect(throws: ModelFileError.self) { try content(twice, "a") }
    let method = MadeArchive.bytes([.init("a", stored: [1], method: 12)])
    #expect(throws: ModelFileError.self) { try content(method, "a") }
    let secret = MadeArchive.bytes([.init("a", stored: [1], flags: 1)])
    #expect(throws: ModelFileError.self) { try content(secret, "a") }
  }

  @Test func `what is no archive is an error`() {
    for bytes in [[], Array("PK".utf8), [UInt8](repeating: 0x50, count: 70_000)] as [[UInt8]] {
      #expect(throws: ModelFileError.self) { try content(bytes, "a") }
    }
  }
}

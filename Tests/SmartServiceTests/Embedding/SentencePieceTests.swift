import Foundation
import SmartService
import Testing

@Suite("SentencePiece")
struct SentencePieceTests {
  private static let pieces: [(String, Float, UInt64)] = [
    ("<unk>", 0, 2), ("<s>", 0, 3), ("</s>", 0, 3), ("▁", -3, 1), ("▁宝宝", -4, 1), ("宝", -6, 1),
    ("发", -6, 1), ("烧", -6, 1), ("发烧", -5, 1), ("▁a", -2, 1), ("b", -2, 1), ("ab", -1.5, 1),
  ]

  private func model(extra: [UInt8] = []) throws -> SentencePieceModel {
    try SentencePieceModel(SharedBytes(MadeMessage.model(Self.pieces) + extra), name: "m")
  }

  @Test(
    arguments: [
      ("宝宝发烧", [4, 8]), ("宝发烧", [3, 5, 8]), ("发 烧", [3, 6, 3, 7]), ("ab", [9, 10]),
      ("  宝宝  发烧 ", [4, 3, 8]), ("", [0]), ("   ", [0]), ("宝宝病", [4, 0]), ("<s>", [3, 0, 0, 0]),
    ] as [(String, [Int32])]
  )
  func `a text is cut into its likeliest pieces`(text: String, pieces: [Int32]) throws {
    #expect(try model().pieces(of: text.utf8) == pieces)
  }

  @Test func `the segmentation is the best of all`() throws {
    var random = SystemRandomNumberGenerator()
    let model = try model()
    let scores = Dictionary(uniqueKeysWithValues: Self.pieces.dropFirst(3).map { ($0.0, $0.1) })
    for _ in 0..<200 {
      let length = Int.random(in: 1...7, using: &random)
      let text = (0..<length).map { _ in ["a", "b", "宝", "发", "烧", "x"].randomElement() ?? "a" }
        .joined()
      let found = model.pieces(of: text.utf8)
      let sum = found.reduce(Float(0)) { $0 + ($1 == 0 ? -16 : Self.pieces[Int($1)].1) }
      #expect(abs(sum - best("▁" + text, scores)) < 1e-3, "\(text): \(found)")
    }
  }

  /// The best sum over all ways to cut a text, by trying each first piece.
  private func best(_ text: String, _ scores: [String: Float]) -> Float {
    guard !text.isEmpty else { return 0 }
    let lengths = 1...text.count
    return lengths.compactMap { length -> Float? in
      let piece = String(text.prefix(length))
      guard let score = scores[piece] ?? (length == 1 ? -16 : nil) else { return nil }
      return score + best(String(text.dropFirst(length)), scores)
    }
    .max() ?? -.infinity
  }

  @Test func `a file that is cut off or changed is an error or another model, never a trap`() throws
  {
    let whole = MadeMessage.model(Self.pieces)
    for length in 0..<whole.count {
      let model = try? SentencePieceModel(SharedBytes(Array(whole.prefix(length))), name: "m")
      #expect(model?.pieces(of: "宝宝发烧".utf8).isEmpty != true)
    }
    for index in whole.indices {
      var changed = whole
      changed[index] ^= 0xFF
      let model = try? SentencePieceModel(SharedBytes(changed), name: "m")
      #expect(model?.pieces(of: "宝宝发烧".utf8).isEmpty != true)
    }
  }

  @Test func `a map of characters that leads in circles or out of its array does no harm`() throws {
    for unit: UInt32 in [0, 0x200, 0x3FF, 0xFFFF_FFFF, 0x8000_0000, 0x0000_0561, 0x7FFF_FF61] {
      for size in [0, 1, 4, 300] {
        let trie = (0..<size).flatMap { _ in MadeArchive.little(unit) }
        let map = MadeArchive.little(UInt32(trie.count)) + trie + Array("x\0".utf8)
        let rule = MadeMessage.field(3, bytes: MadeMessage.field(2, bytes: map))
        #expect(try !model(extra: rule).pieces(of: "abc宝宝".utf8).isEmpty)
      }
    }
  }

  @Test func `models of other kinds and maps that do not fit are refused`() throws {
    let other = MadeMessage.field(2, bytes: MadeMessage.field(3, number: 2))
    #expect(throws: ModelFileError.self) { try model(extra: other) }
    let map = MadeMessage.field(2, bytes: MadeArchive.little(UInt32(400)) + [1, 2])
    #expect(throws: ModelFileError.self) {
      try model(extra: MadeMessage.field(3, bytes: map))
    }
    #expect(throws: ModelFileError.self) { try SentencePieceModel(SharedBytes([]), name: "m") }
  }

  @Test func `a number of a message has at most ten bytes and a field no more than is left`() {
    for bytes in [
      [UInt8](repeating: 0xFF, count: 11), [0x0A, 0x05, 1], [0x0B], [0x00], [0x0D, 1, 2],
    ] {
      var reader = ProtobufReader(ByteReader(SharedBytes(bytes), name: "m"))
      #expect(throws: ModelFileError.self) { _ = try reader.next() }
    }
  }
}

/// Messages of Protocol Buffers, written by hand.
enum MadeMessage {
  static func model(_ pieces: [(String, Float, UInt64)]) -> [UInt8] {
    pieces.flatMap { text, score, kind in
      let score = [0x15] + MadeArchive.little(score.bitPattern)
      return field(1, bytes: field(1, bytes: Array(text.utf8)) + score + field(3, number: kind))
    }
  }

  static func field(_ number: UInt64, bytes: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  static func field(_ number: UInt64, number value: UInt64) -> [UInt8] {
    varint(number << 3) + varint(value)
  }

  private static func varint(_ value: UInt64) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + varint(value >> 7)
  }
}

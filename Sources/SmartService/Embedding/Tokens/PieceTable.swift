/// The pieces of a unigram language model (Kudo 2018) with the logarithms of their probabilities, and
/// the best way to put a text together from them.
struct PieceTable {
  /// The piece that stands for what no piece covers.
  let unknown: Int32
  private let bytes: [UInt8]
  private let offsets: [UInt32]
  private let scores: [Float]
  private let unknownScore: Float
  private let longest: Int
  /// Open addressing: one more than a piece's number, zero where nothing is.
  private let slots: [Int32]

  /// Takes the pieces in the order of their numbers.
  ///
  /// - Parameters:
  ///   - bytes: The pieces' UTF-8 one behind the other.
  ///   - offsets: Where each begins, and at last where the last ends.
  ///   - scores: A number for each.
  ///   - unknown: The piece for what no piece covers.
  ///   - reserved: Pieces that no text is cut into, whatever it says.
  ///   - name: The file, for errors.
  /// - Throws: ``ModelFileError`` when these do not agree.
  init(
    bytes: [UInt8],
    offsets: [UInt32],
    scores: [Float],
    unknown: Int,
    reserved: Set<Int>,
    name: String
  ) throws(ModelFileError) {
    func failure(_ problem: String) -> ModelFileError {
      ModelFileError(file: name, problem: problem)
    }
    let count = scores.count
    guard (1...1 << 22).contains(count), offsets.count == count + 1 else {
      throw failure("it has \(count) scores for \(offsets.count - 1) pieces")
    }
    guard scores.indices.contains(unknown) else { throw failure("it has no piece \(unknown)") }
    guard scores.allSatisfy(\.isFinite) else { throw failure("a piece's score is no number") }
    guard offsets[0] == 0, Int(offsets[count]) == bytes.count,
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 && $1 - $0 <= 1024 })
    else { throw failure("the pieces' offsets are not in order") }
    self.bytes = bytes
    self.offsets = offsets
    self.scores = scores
    self.unknown = Int32(unknown)
    // SentencePiece's own penalty, below the least likely piece.
    unknownScore = (scores.min() ?? 0) - 10
    longest = zip(offsets, offsets.dropFirst()).reduce(1) { max($0, Int($1.1 - $1.0)) }
    slots = Self.slots(bytes, offsets, skipping: reserved.union([unknown]))
  }

  private static func slots(_ bytes: [UInt8], _ offsets: [UInt32], skipping skipped: Set<Int>)
    -> [Int32]
  {
    let count = offsets.count - 1
    let size = 1 << (Int.bitWidth - (count * 2).leadingZeroBitCount)
    var slots = [Int32](repeating: 0, count: size)
    bytes.withUnsafeBufferPointer { bytes in
      for piece in 0..<count where offsets[piece] < offsets[piece + 1] && !skipped.contains(piece) {
        var hash = Self.emptyHash
        for index in Int(offsets[piece])..<Int(offsets[piece + 1]) {
          hash = Self.hash(hash, bytes[index])
        }
        var slot = Int(truncatingIfNeeded: hash) & (size - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Int32(piece + 1)
      }
    }
    return slots
  }

  /// Cuts a text into the pieces whose product of probabilities is the largest (Viterbi 1967).
  ///
  /// A character that no piece covers is the unknown piece.
  /// - Parameter text: UTF-8, normalised as the pieces are.
  /// - Returns: The pieces' numbers in the order of the text.
  func segment(_ text: [UInt8]) -> [Int32] {
    text.withUnsafeBufferPointer { segment($0) }
  }

  private func segment(_ text: UnsafeBufferPointer<UInt8>) -> [Int32] {
    let count = text.count
    var best = [Float](repeating: -.infinity, count: count + 1)
    var last = [(start: Int32, piece: Int32)](repeating: (0, unknown), count: count + 1)
    best[0] = 0
    var start = 0
    while start < count {
      let base = best[start]
      let next = Self.characterEnd(text, from: start)
      var end = start
      var hash = Self.emptyHash
      while end < count, end - start < longest {
        let following = Self.characterEnd(text, from: end)
        while end < following {
          hash = Self.hash(hash, text[end])
          end += 1
        }
        guard let piece = piece(text, start, end, hash) else { continue }
        let score = base + scores[piece]
        if score > best[end] {
          best[end] = score
          last[end] = (Int32(start), Int32(piece))
        }
      }
      if base + unknownScore > best[next] {
        best[next] = base + unknownScore
        last[next] = (Int32(start), unknown)
      }
      start = next
    }
    var pieces: [Int32] = []
    var end = count
    while end > 0 {
      pieces.append(last[end].piece)
      end = Int(last[end].start)
    }
    return pieces.reversed()
  }

  private func piece(
    _ text: UnsafeBufferPointer<UInt8>,
    _ start: Int,
    _ end: Int,
    _ hash: UInt64
  ) -> Int? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let piece = Int(slots[slot]) - 1
      let place = Int(offsets[piece])
      if Int(offsets[piece + 1]) - place == end - start,
        (0..<end - start).allSatisfy({ bytes[place + $0] == text[start + $0] })
      {
        return piece
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Where the character that begins here ends; bytes that are no UTF-8 are characters of their own.
  static func characterEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let length =
      switch text[start] {
      case 0xC0..<0xE0: 2
      case 0xE0..<0xF0: 3
      case 0xF0..<0xF8: 4
      default: 1
      }
    guard start + length <= text.count,
      text[(start + 1)..<(start + length)].allSatisfy({ $0 & 0xC0 == 0x80 })
    else { return start + 1 }
    return start + length
  }

  /// FNV-1a, which goes on byte by byte.
  private static let emptyHash: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always) private static func hash(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}

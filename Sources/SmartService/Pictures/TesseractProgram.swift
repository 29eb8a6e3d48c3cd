public import Foundation
internal import Glibc

/// The program `tesseract` (Debian: `tesseract-ocr`, `tesseract-ocr-chi-sim`), which reads pictures in a
/// process of its own.
///
/// Pictures of strangers are decoded there and not in the server: with a limit of memory and time, without
/// the server's variables and files.
public struct TesseractProgram: Sendable {
  /// The program.
  public let program: URL
  /// The models of languages that it has: `chi_sim`, `eng`.
  public let models: Set<String>

  private static let memory = 1_500_000  // KiB
  private static let patience = Duration.seconds(20)
  private static let names = [
    "zh": ["chi_sim"], "ja": ["jpn"], "id": ["ind"], "ko": ["kor"], "th": ["tha"], "vi": ["vie"],
    "es": ["spa"], "fr": ["fra"], "ru": ["rus"],
  ]

  /// Finds the program and its models on this machine; nothing where one is missing.
  ///
  /// - Parameter variables: The process's environment: `PATH`, and `TESSDATA_PREFIX` where the models are
  ///   not at Debian's usual places.
  public init?(variables: [String: String]) {
    let paths = (variables["PATH"] ?? "").split(separator: ":").map {
      URL(filePath: "\($0)/tesseract")
    }
    guard
      let program = paths.first(where: { FileManager.default.isExecutableFile(atPath: $0.path()) })
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
    self.program = program
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
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "cradle-picture-\(UUID().uuidString)",
      directoryHint: .isDirectory
    )
    let (input, output) = (folder.appending(path: "in"), folder.appending(path: "out"))
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(
        at: folder,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
      try Data(picture.bytes).write(to: input)
      try Data().write(to: output)
      let (from, to) = (
        try FileHandle(forReadingFrom: input), try FileHandle(forWritingTo: output)
      )
      defer {
        try? from.close()
        try? to.close()
      }
      guard try await run(models(for: languages), from, to) == 0 else { return nil }
      return RecognisedText(
        tesseract: String(decoding: try Data(contentsOf: output), as: UTF8.self)
      )
    } catch {
      return nil
    }
  }

  private func run(_ models: [String], _ input: FileHandle, _ output: FileHandle) async throws
    -> Int32
  {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -v \(Self.memory); ulimit -t 20; exec \"$@\"", "sh", program.path(), "stdin",
      "stdout", "-l", models.joined(separator: "+"), "--psm", "4", "tsv",
    ]
    process.environment = ["OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    let (ends, continuation) = AsyncStream<Int32>.makeStream()
    process.terminationHandler = { ended in
      continuation.yield(ended.terminationStatus)
      continuation.finish()
    }
    try process.run()
    let pid = process.processIdentifier
    let watch = Task {
      try await Task.sleep(for: Self.patience)
      kill(pid, SIGKILL)
    }
    defer { watch.cancel() }
    for await status in ends { return status }
    // Whoever waited has gone.
    kill(pid, SIGKILL)
    return -1
  }
}

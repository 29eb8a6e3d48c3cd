internal import Foundation

/// The program `vipsthumbnail` (Debian: `libvips-tools`), which makes pictures smaller in a process of its
/// own.
///
/// Pictures of strangers are decoded there and not in the server: with a limit of memory and time, without
/// the server's variables and files, by none of the decoders that libvips itself does not trust.
public struct VipsProgram: Sendable {
  private let limited: LimitedProgram

  private static let limits = LimitedProgram.Limits(
    memory: 1_500_000,
    seconds: 20,
    patience: .seconds(60),
    file: 4_096
  )

  /// Finds the program on this machine; nothing where it is missing.
  ///
  /// - Parameter variables: The process's environment, of which `PATH` is read.
  public init?(variables: [String: String]) {
    guard
      let limited = LimitedProgram(
        "vipsthumbnail",
        in: variables,
        limits: Self.limits,
        // A picture that is half broken would be made half grey. What is too large for memory would
        // become a file, of which it may write none so large.
        variables: [
          "G_DEBUG": "fatal-warnings",
          "VIPS_BLOCK_UNTRUSTED": "1", "VIPS_CONCURRENCY": "1", "VIPS_DISC_THRESHOLD": "2g",
        ]
      )
    else { return nil }
    self.limited = limited
  }

  /// The port that makes with it.
  public var maker: RenditionMaker {
    RenditionMaker { picture, widths in
      try? await LimitedProgram.withFolder { folder -> [Int: [UInt8]]? in
        try await made(of: picture, widths, in: folder)
      }
    }
  }

  /// Upright, in the colours of the web, and without what the picture says beside itself.
  private func made(of picture: Media, _ widths: [Int], in folder: URL) async throws
    -> [Int: [UInt8]]?
  {
    try Data(picture.bytes).write(to: folder.appending(path: "in"))
    var made: [Int: [UInt8]] = [:]
    for width in widths {
      let output = "\(width).webp"
      let ended = try await limited.run(
        ["in", "--size", "\(width)x>", "--export-profile", "srgb"]
          + ["--output", "\(output)[Q=80,strip,profile=none]"],
        in: folder
      )
      guard let ended else { return nil }
      // What it cannot decode once it cannot decode again.
      guard ended == 0 else { return made }
      made[width] = Array(try Data(contentsOf: folder.appending(path: output)))
    }
    return made
  }
}

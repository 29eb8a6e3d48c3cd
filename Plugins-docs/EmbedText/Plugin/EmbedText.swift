import Foundation
import PackagePlugin

/// Compiles a target's text files (SQL, templates, styles, scripts, texts) into one Swift dictionary.
///
/// The folders named in ``folders`` are read with everything below them. In code the files stand in
/// `EmbeddedText.files`, keyed by their path inside the target: `"Migrations/V0001_tenants.sql"`.
@main
struct EmbedText: BuildToolPlugin {
  static let folders = ["Migrations", "Templates", "Styles", "Scripts", "Texts"]

  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let files = Self.folders
      .flatMap { textFiles(in: target.directoryURL.appending(path: $0)) }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedText.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(files.count) text files of \(target.name)",
        executable: try context.tool(named: "EmbedTextTool").url,
        arguments: [output.path, target.directoryURL.path] + files.map(\.path),
        inputFiles: files,
        outputFiles: [output]
      )
    ]
  }

  private func textFiles(in folder: URL) -> [URL] {
    let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (walk?.compactMap { $0 as? URL } ?? []).filter {
      !$0.lastPathComponent.hasPrefix(".") && !$0.hasDirectoryPath
    }
  }
}

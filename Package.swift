// swift-tools-version: 6.2
import PackageDescription

/// Every upcoming feature of Swift 6.3 beyond language mode 6, and no warning left standing.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "Cradle",
  platforms: [.macOS(.v15)],
  targets: [
    .executableTarget(
      name: "EmbedTextTool",
      path: "Plugins-docs/EmbedText/Tool",
      swiftSettings: strict
    ),
    .plugin(
      name: "EmbedText",
      capability: .buildTool(),
      dependencies: ["EmbedTextTool"],
      path: "Plugins-docs/EmbedText/Plugin"
    ),
  ],
  swiftLanguageModes: [.v6]
)

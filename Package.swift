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
  products: [
    .library(name: "EmbeddedPostgres", targets: ["EmbeddedPostgres"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2")
  ],
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
    .target(
      name: "EmbeddedPostgres",
      dependencies: [.product(name: "Logging", package: "swift-log")],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "EmbeddedPostgresUser",
      dependencies: ["EmbeddedPostgres", .product(name: "Logging", package: "swift-log")],
      path: "Tests/EmbeddedPostgresUser",
      swiftSettings: strict
    ),
    .testTarget(
      name: "EmbeddedPostgresTests",
      dependencies: [
        "EmbeddedPostgres", "EmbeddedPostgresUser",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)

// Only the build of the documentation needs the plugin; whoever uses the package must not fetch it.
if Context.environment["CRADLE_DOCS"] != nil {
  package.dependencies.append(
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")
  )
}

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "CradleBenchmarks",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "benchmarks", targets: ["Benchmarks"])],
  dependencies: [
    .package(name: "Cradle", path: "../.."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        .product(name: "TenantStore", package: "Cradle"),
        .product(name: "Membership", package: "Cradle"),
        .product(name: "Storefront", package: "Cradle"),
        .product(name: "Flows", package: "Cradle"),
        .product(name: "EmbeddedPostgres", package: "Cradle"),
        .product(name: "Recommend", package: "Cradle"),
        // They are started as processes of their own; standing here gets them built beside this.
        .product(name: "gateway", package: "Cradle"),
        .product(name: "tenant-admin", package: "Cradle"),
        .product(name: "recommend-evaluation", package: "Cradle"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.copy("PeerScripts")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
        .treatAllWarnings(as: .error),
      ]
    )
  ],
  swiftLanguageModes: [.v6]
)

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "CradleExamples",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "sell-one", targets: ["SellOne"]),
    .executable(name: "recommend-and-explain", targets: ["RecommendAndExplain"]),
    .executable(name: "keep-one", targets: ["KeepOne"]),
    .executable(name: "answer-ten", targets: ["AnswerTen"]),
  ],
  dependencies: [
    .package(name: "Cradle", path: "../.."),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .executableTarget(
      name: "SellOne",
      dependencies: [
        .product(name: "Storefront", package: "Cradle"),
        .product(name: "TenantStore", package: "Cradle"),
        .product(name: "EmbeddedPostgres", package: "Cradle"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.copy("Shop")],
      swiftSettings: [.treatAllWarnings(as: .error)]
    ),
    .executableTarget(
      name: "RecommendAndExplain",
      dependencies: [.product(name: "Recommend", package: "Cradle")],
      resources: [.copy("purchases.csv")],
      swiftSettings: [.treatAllWarnings(as: .error)]
    ),
    .executableTarget(
      name: "KeepOne",
      dependencies: [
        .product(name: "Membership", package: "Cradle"),
        .product(name: "TenantStore", package: "Cradle"),
        .product(name: "EmbeddedPostgres", package: "Cradle"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)]
    ),
    .executableTarget(
      name: "AnswerTen",
      dependencies: [
        .product(name: "SmartService", package: "Cradle"),
        .product(name: "TenantStore", package: "Cradle"),
        .product(name: "EmbeddedPostgres", package: "Cradle"),
        .product(name: "Logging", package: "swift-log"),
      ],
      resources: [.copy("Knowledge")],
      swiftSettings: [.treatAllWarnings(as: .error)]
    ),
  ],
  swiftLanguageModes: [.v6]
)

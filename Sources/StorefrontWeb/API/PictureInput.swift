internal import Foundation
internal import TenantStore
internal import TenantWeb

/// A picture that an app sends, as its bytes in base64.
struct PictureInput: Decodable {
  static let schema = Schema.named(
    "PictureInput",
    .object([
      .required(
        "data",
        .bytes(1...Media.byteLimit).described("A PNG, JPEG or WebP.").example("iVBORw0KGgo=")
      )
    ])
  )

  private let data: String

  /// The schema has checked that it is base64.
  var bytes: [UInt8] { Data(base64Encoded: data).map { [UInt8]($0) } ?? [] }
}

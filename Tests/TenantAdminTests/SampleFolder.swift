import Foundation
import TenantAdmin
import Testing

/// A copy of a sample tenant's folder under another name, removed with the value.
///
/// Of its modules it has the shop alone, because the databases of most suites have no other.
final class SampleFolder: Sendable {
  let url: URL
  let slug: String

  var path: String { url.path }

  /// The sample tenants of this repository.
  static var samples: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "tenants-sample")
  }

  init(
    of sample: String = "bundaceria",
    slug: String = "t-\(UUID().uuidString.prefix(8).lowercased())"
  )
    throws
  {
    self.slug = slug
    url = FileManager.default.temporaryDirectory.appending(
      path: "cradle-folder-\(UUID().uuidString)"
    )
    try FileManager.default.copyItem(at: Self.samples.appending(path: sample), to: url)
    try edit("tenant.yaml") { text in
      // The shop comes first, and other modules are indented as it is.
      let shop = text.firstRange(of: "\n  storefront:").flatMap { start in
        text[start.upperBound...].firstRange(of: /\n  [a-z]/).map { "\(text[..<$0.lowerBound])\n" }
      }
      return (shop ?? text).replacing("tenant: \(sample)", with: "tenant: \(slug)")
        .replacing("\(sample).localhost", with: "\(slug).localhost")
    }
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func edit(_ file: String, _ change: (String) -> String) throws {
    let target = url.appending(path: file)
    let text = try String(contentsOf: target, encoding: .utf8)
    let changed = change(text)
    try #require(changed != text, "the edit of \(file) changes nothing")
    try changed.write(to: target, atomically: true, encoding: .utf8)
  }

  func sources() throws -> [TenantSource] { try TenantSource.found(at: [path]) }
}

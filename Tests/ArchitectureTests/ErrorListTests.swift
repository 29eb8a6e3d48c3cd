import Foundation
import SmartService
import Storefront
import TenantStore
import TenantWeb
import Testing

@Suite("The list of errors")
struct ErrorListTests {
  static let modules: [(name: String, refusals: [RefusalDescription])] = [
    ("tenancy", RefusalDescription.all(of: TenancyRefusal.Code.self)),
    ("staff", RefusalDescription.all(of: StaffRefusal.Code.self)),
    ("web", RefusalDescription.all(of: WebRefusal.Code.self)),
    ("storefront", StorefrontModule.module.refusals),
    ("service", SmartServiceModule.module.refusals),
  ]

  static let path = "Plugins-docs/ERRORS.md"

  /// Set `CRADLE_RECORD=1` to write the file anew from the code.
  @Test func `Plugins-docs/ERRORS.md says what the code says`() throws {
    let expected = Self.document
    if ProcessInfo.processInfo.environment["CRADLE_RECORD"] == "1" {
      try Data(expected.utf8).write(to: Repository.root.appending(path: Self.path))
    }
    #expect(try Repository.text(Self.path) == expected)
  }

  @Test func `every code begins with its module and is used once`() {
    let codes = Self.modules.flatMap(\.refusals).map(\.code)
    #expect(Set(codes).count == codes.count)
    for (name, refusals) in Self.modules {
      for refusal in refusals {
        #expect(refusal.code.wholeMatch(of: /[a-z]+\.[a-z_]+/) != nil, "\(refusal.code)")
        #expect(refusal.code.hasPrefix("\(name)."), "\(refusal.code)")
        #expect(refusal.meaning.hasSuffix(".") && refusal.remedy.hasSuffix("."), "\(refusal.code)")
      }
    }
  }

  private static var document: String {
    var lines = [
      "# Errors",
      "",
      "Every refusal has a stable code; a code never changes its meaning. Over HTTP a refusal is an",
      "RFC 9457 problem whose `code` stands here; whatever else goes wrong is a 500 that shows the",
      "id of the request and nothing more. A test compares this page with the code:",
      "`CRADLE_RECORD=1 swift test --filter ErrorListTests` writes it anew.",
    ]
    for (name, refusals) in modules {
      lines += [
        "", "## \(name)", "", "| code | kind | meaning | what to do |", "|---|---|---|---|",
      ]
      lines += refusals.map { "| `\($0.code)` | \($0.kind) | \($0.meaning) | \($0.remedy) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

import Storefront
import StorefrontWeb
import TenantStoreTesting
import TenantWeb
import Testing

@Suite("Texts of the shop")
struct ShopTextTests {
  private let module = StorefrontWebModule.module()

  @Test func `every language has every key with the same values in braces`() {
    #expect(module.texts.problems(requiring: ["zh", "en", "ja", "id"]) == [])
  }

  @Test func `no template holds prose of its own`() {
    #expect(TemplateProse.findings(in: module.templates) == [])
  }

  @Test func `every text that a template names exists`() {
    var missing: [String] = []
    for (name, template) in module.templates {
      for match in template.matches(of: /\{\{t\.([A-Za-z0-9.]+)\}\}/) {
        let key = String(match.1)
        let words = module.texts.texts(in: .zh)[key]
        if words == key { missing.append("\(name): \(key)") }
      }
    }
    #expect(missing.sorted() == [])
  }

  @Test func `every operation has a name of its own`() {
    let names = module.routes.map(\.operation)
    #expect(Set(names).count == names.count)
  }
}

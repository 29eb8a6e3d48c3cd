import TenantStore
import TenantStoreTesting
import Testing

@Suite("Tenant documents")
struct TenantDocumentTests {
  static func document(_ change: (inout TenantDocument) -> Void = { _ in }) -> TenantDocument {
    var document = TenantDocument(
      tenant: "ada",
      name: LocalizedText([.zh: "艾达的店"]),
      hosts: ["ada.localhost"],
      locales: [.zh, .en],
      currency: "CNY",
      timeZone: "Asia/Shanghai",
      market: "CN",
      modules: [:]
    )
    change(&document)
    return document
  }

  @Test func `a good document has no problem`() {
    #expect(Self.document().problems().isEmpty)
  }

  @Test(arguments: [
    ("tenant", document { $0.tenant = "Ada" }), ("tenant", document { $0.tenant = "a" }),
    ("tenant", document { $0.tenant = "-ada" }), ("locales", document { $0.locales = [] }),
    ("name", document { $0.locales = [.en] }), ("hosts", document { $0.hosts = ["http://ada"] }),
    ("hosts", document { $0.hosts = ["ada.localhost:8080"] }),
    ("currency", document { $0.currency = "XXX" }),
    ("timeZone", document { $0.timeZone = "UTC+8" }),
    ("market", document { $0.market = "china" }), ("market", document { $0.market = "12" }),
  ])
  func `each wrong value is named by its path`(_ key: String, _ document: TenantDocument) {
    #expect(document.problems().map { $0.path.first } == [key])
  }

  @Test func `a module that is not linked is named`() {
    let document = Self.document { $0.modules = ["loyalty": [:]] }
    #expect(throws: SettingsProblems.self) {
      try TenantSnapshot(
        id: TenantID(uuid: StoreEnvironment.live.makeID()),
        revision: 1,
        document: document,
        modules: []
      )
    }
  }

  @Test func `a text falls back to another language before it is empty`() {
    let text = LocalizedText([.zh: "你好"])
    #expect(text.text(in: [.en, .zh]) == "你好")
    #expect(text.text(in: [.en]) == "你好")
    #expect(LocalizedText([:]).text(in: [.en]).isEmpty)
  }
}

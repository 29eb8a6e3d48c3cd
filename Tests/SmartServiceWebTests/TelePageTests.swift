import Foundation
import SmartService
import SmartServiceWeb
import Synchronization
import TenantStore
import TenantStoreTesting
import TenantWeb
import TenantWebTesting
import Testing

@Suite("The page of tele-consultations", .tenantDatabase([SmartServiceModule.module]))
struct TelePageTests {
  private static let path = "/service/tele-consultations"

  @Test func `without a licensed partner the page says so`() async throws {
    let server = try await ServiceServer()
    let parent = Visitor(server.site, at: server.mine)
    let page = try await parent.open(Self.path)
    #expect(page.text.contains("没有接入持证的问诊机构") && !page.text.contains("name=\"summary\""))
    let forced = try await parent.post(Self.path, ["summary": "皮疹", "agreed": "yes"])
    #expect(forced.status == 422)
  }

  @Test func `a parent agrees, meets the clinician, and reads the advice`() async throws {
    let advice = Mutex<String?>(nil)
    let text = #"{"number":"PDY1","issuer":"卫健委","checkedOn":"2026-08-08","checkedBy":"王"}"#
    let licence = try JSONDecoder().decode(ExpertSettings.Licence.self, from: Data(text.utf8))
    let providers = TeleProviders { _ in
      TeleProvider(
        name: LocalizedText([LanguageTag(rawValue: "zh")!: "安芽互联网医院"]),
        licence: licence,
        open: { handover, _ in
          TeleRoom(reference: handover.summary, url: "https://clinic.example/1")
        },
        advice: { _, _ in advice.withLock { $0 } }
      )
    }
    let server = try await ServiceServer(tele: providers)
    let parent = Visitor(server.site, at: server.mine)
    _ = try await parent.submit("/service/messages", ["text": "宝宝脸上有点湿疹"])
    let first = try await parent.open(Self.path)
    #expect(first.text.contains("PDY1") && first.text.contains("脸上有点湿疹"), "\(first.text)")
    let unasked = try await parent.post(Self.path, ["summary": "皮疹"])
    #expect(unasked.status == 422 && unasked.text.contains("同意"))
    let asked = try await parent.submit(Self.path, ["summary": "脸上湿疹", "agreed": "yes"])
    let id = try #require(asked.id("tel_"))
    #expect(!asked.text.contains("chat-danger"))
    let grave = try await parent.submit(
      Self.path,
      ["summary": "宝宝6个月，在抽搐，嘴唇发紫", "agreed": "yes"]
    )
    #expect(grave.text.contains("class=\"chat-danger\"") && grave.text.contains("120"))
    let open = try await parent.submit("\(Self.path)/\(id)/progress")
    #expect(open.text.contains("href=\"https://clinic.example/1\""), "\(open.text)")
    let stranger = Visitor(server.site, at: server.mine)
    _ = try await stranger.submit("/service/messages", ["text": "你好"])
    #expect(try await stranger.post("\(Self.path)/\(id)/progress", [:]).status == 404)
    #expect(!(try await stranger.open(Self.path).text.contains("脸上湿疹")))
    advice.withLock { $0 = "保湿，三天后复诊" }
    let read = try await parent.submit("\(Self.path)/\(id)/progress")
    #expect(read.text.contains("保湿，三天后复诊") && read.text.contains("医生的意见"))
    #expect(!read.text.contains("chat-danger"))
    let neighbour = Visitor(server.site, at: server.other)
    #expect(!(try await neighbour.open(Self.path).text.contains("保湿")))
  }
}

import Storefront
import TenantStore
import TenantStoreTesting
import Testing

private let header =
  "product,radios,pairing,app,systems,app_address,account,offline,updates_until,data.zh,data.en\n"
private let row =
  "tee,wifi|bluetooth,scan,芽语 Home,\"Android 9, iOS 15\",https://apps.example/yayu,yes,no,2031-12-31,"
  + "体温每天上传到杭州的服务器,Temperatures go to a server in Hangzhou daily"

/// Writes, reads and exports what a device needs, so that every query has run.
func describeDevices(_ tenant: TestTenant) async throws {
  let folder = try smallShop()
  try folder.write(header + row + "\n", to: "devices.csv")
  try await folder.reconcile(.devices, of: tenant)
  try folder.write(header + row.replacing("yes,no", with: "no,no") + "\n", to: "devices.csv")
  try await folder.reconcile(.devices, of: tenant)
  _ = try await tenant.transaction { try await FolderPart.devices.export(tenant.snapshot, $0) }
  _ = try await tenant.scope.product(slug: "tee", in: tenant.view)
}

@Suite("Connected devices", .tenantDatabase([StorefrontModule.module]))
struct DeviceTests {
  @Test func `what a device needs is read, shown, changed, exported and taken back`() async throws {
    let pair = try await shopPair()
    let tenant = pair.mine
    let folder = try smallShop()
    try folder.write(header + row + "\n", to: "devices.csv")
    let first = try await folder.reconcile(.devices, of: tenant)
    let second = try await folder.reconcile(.devices, of: tenant)
    let files = try await tenant.transaction {
      try await FolderPart.devices.export(tenant.snapshot, $0)
    }

    #expect(first.map(\.name) == ["tee"] && second.isEmpty)
    let device = try #require(try await tenant.scope.product(slug: "tee", in: tenant.view)?.device)
    #expect(device.radios == [.bluetooth, .wifi] && device.pairing == .scan)
    #expect(device.app == "芽语 Home" && device.systems == "Android 9, iOS 15")
    #expect(device.needsAccount && !device.worksOffline)
    #expect(device.updatesUntil == CalendarDate(iso: "2031-12-31"))
    #expect(device.data.texts[.zh] == "体温每天上传到杭州的服务器")
    #expect(try await tenant.scope.product(slug: "soap", in: tenant.view)?.device == nil)
    #expect(try await pair.other.scope.product(slug: "tee", in: pair.other.view)?.device == nil)
    #expect(files.map(\.path) == ["devices.csv"])
    // What was exported is what is there.
    try folder.write(try #require(files.first).bytes, to: "devices.csv")
    #expect(try await folder.reconcile(.devices, of: tenant).isEmpty)
    try folder.write(header + row.replacing("scan", with: "code") + "\n", to: "devices.csv")
    #expect(try await folder.reconcile(.devices, of: tenant).map(\.action) == [.update])
    try folder.write(header, to: "devices.csv")
    #expect(try await folder.reconcile(.devices, of: tenant).map(\.action) == [.archive])
    #expect(try await tenant.scope.product(slug: "tee", in: tenant.view)?.device == nil)
  }

  @Test(arguments: [
    ("wifi|bluetooth", "radio", "radios", "must be some of bluetooth"),
    ("wifi|bluetooth", "", "radios", "must be some of bluetooth"),
    ("scan", "magic", "pairing", "must be one of scan"),
    ("yes,no", "maybe,no", "account", "must be yes or no"),
    ("yes,no", "yes,", "offline", "must be yes or no"),
    ("2031-12-31", "2031-02-30", "updates_until", "must be a day like"),
    ("https://apps", "http://apps", "app_address", "begins with https://"),
    ("\"Android 9, iOS 15\"", "", "systems", "stands beside an app"),
    ("体温每天上传到杭州的服务器", " ", "data.zh", "is empty; say what the device knows"),
    ("tee,", "none,", "product", "is no product of the shop"),
  ])
  func `a row that says too little names what is wrong with it`(
    _ old: String,
    _ new: String,
    _ field: String,
    _ message: String
  ) async throws {
    let tenant = try await shopPair().mine
    let folder = try smallShop()
    try folder.write(header + row.replacing(old, with: new) + "\n", to: "devices.csv")
    do {
      _ = try await folder.reconcile(.devices, of: tenant)
      Issue.record("\(new) was taken")
    } catch let found as FolderProblems {
      let problem = try #require(found.problems.first)
      #expect(problem.field == field && problem.message.contains(message))
      #expect(problem.file == "devices.csv" && problem.line == 2)
    }
    #expect(try await tenant.scope.product(slug: "tee", in: tenant.view)?.device == nil)
  }
}

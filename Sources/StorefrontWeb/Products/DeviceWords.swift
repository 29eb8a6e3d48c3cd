internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What a connected device needs and does, as facts of its product.
enum DeviceWords {
  static func facts(_ device: DeviceSheet, _ frame: PageFrame) -> [View] {
    let texts = frame.texts
    func answer(_ flag: Bool) -> String { texts[flag ? "device.yes" : "device.no"] }
    let radios = device.radios.map { texts["device.radio.\($0.rawValue)"] }
    let app = device.app.isEmpty ? texts["device.noApp"] : "\(device.app) (\(device.systems))"
    let entries: [(String, String)] = [
      ("device.radios", radios.joined(separator: ", ")),
      ("device.pairing.title", texts["device.pairing.\(device.pairing.rawValue)"]),
      ("device.app", app), ("device.account", answer(device.needsAccount)),
      ("device.offline", answer(device.worksOffline)),
      ("device.updates", device.updatesUntil?.description ?? texts["device.updatesUnknown"]),
      ("device.data", frame.local(device.data)),
    ]
    return entries.map { View.fact(texts[$0.0], $0.1) }
  }
}

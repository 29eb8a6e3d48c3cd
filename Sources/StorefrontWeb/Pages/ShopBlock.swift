internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The merchant's part of every page: name, promises, contact and licences.
extension PageFrame {
  /// On what the merchant's part depends besides the settings.
  private struct BlockForm: Hashable {
    let languages: [LanguageTag]
    let addresses: AddressForm
  }

  private static let blocks = TenantMemo<BlockForm, View>()

  /// The same for all visitors with the same languages, and so made once for them.
  var shopBlock: View {
    let form = BlockForm(languages: request.locales, addresses: request.addressForm)
    return Self.blocks.value(for: request.tenant, form) { madeBlock }
  }

  private var madeBlock: View {
    let licences = settings.licences ?? []
    return [
      "name": shopName, "initial": shopName.first.map(String.init), "accent": settings.accent,
      "icon": request.look.icon, "tagline": local(settings.tagline),
      "home": request.url("/"), "products": request.url("/products"),
      "cart": request.url("/cart"), "checkout": request.url("/checkout"),
      "addLine": request.url("/cart/lines"), "promises": promises, "contacts": contacts,
      "hasLicences": !licences.isEmpty,
      "licences": licences.map { ["name": local($0.name), "number": $0.number] as View },
      "style": request.asset(ShopAssets.style), "script": request.asset(ShopAssets.script),
      "theme": request.themeURL,
    ]
  }

  func categoryURL(_ slug: String) -> String { request.url("/products", ["category": slug]) }

  private var promises: [View] {
    let names = settings.payments.map { local($0.name) }
    let list = names.formatted(
      .list(type: .or, width: .narrow).locale(Locale(identifier: request.locale.rawValue))
    )
    let licensed: View = ["icon": "shield", "text": texts["promise.licensed"]]
    return [
      ["icon": "truck", "text": freightPromise],
      ["icon": "cash", "text": texts["promise.payments", ["names": list]]],
    ] + (settings.licences ?? []).prefix(1).map { _ in licensed }
  }

  private var freightPromise: String {
    guard let rule = try? FreightRule(settings.freight, currency: request.tenant.currency) else {
      return ""
    }
    if rule.flat.minorUnits == 0 { return texts["promise.free"] }
    guard let freeOver = rule.freeOver else {
      return texts["promise.flat", ["amount": texts.money(rule.flat)]]
    }
    return texts["promise.freeOver", ["amount": texts.money(freeOver)]]
  }

  private var contacts: [View] {
    let contact = settings.contact
    let digits = (contact.phone ?? "").filter { $0.isASCII && ($0.isNumber || $0 == "+") }
    let entries: [(String, String, String?, String?)] = [
      ("phone", "contact.phone", contact.phone, "tel:\(digits)"),
      ("mail", "contact.email", contact.email, contact.email.map { "mailto:\($0)" }),
      ("pin", "contact.address", contact.address.map(local), nil),
      ("clock", "contact.hours", contact.hours.map(local), nil),
    ]
    return entries.compactMap { icon, label, text, href in
      guard let text, !text.isEmpty else { return nil }
      return ["icon": icon, "label": texts[label], "text": text, "href": href]
    }
  }
}

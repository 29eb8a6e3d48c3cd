internal import TenantStore

extension TenantRequest {
  /// The same page in the merchant's other languages, each named in itself: `href`, `language`,
  /// `name`, `short`.
  public var otherLanguages: [View] {
    tenant.locales.filter { $0 != locale }.map { language in
      let own = PageKit.texts.texts(in: language)
      return [
        "href": url(in: language), "language": language.rawValue,
        "name": own["language.name"], "short": own["language.short"],
      ]
    }
  }

  /// What the head of a page needs that TenantWeb frames itself.
  func headView(title: String) -> View {
    let merchant = tenant.name.text(in: locales)
    return [
      "language": locale.rawValue, "title": "\(title) · \(merchant)", "shop": merchant,
      "icon": look.icon, "accent": look.accent, "style": asset(PageKit.style),
      "deskStyle": asset(PageKit.deskStyle), "script": asset(PageKit.script), "theme": themeURL,
      "languages": otherLanguages,
    ]
  }
}

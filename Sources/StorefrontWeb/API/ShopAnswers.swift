internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// The shop and its goods as JSON.
extension Answer {
  func shop() throws -> JSONValue {
    let tenant = request.tenant
    let settings = try tenant.storefront
    let freight = try FreightRule(settings.freight, currency: tenant.currency)
    return .members([
      "name": local(tenant.name), "tagline": local(settings.tagline),
      "currency": .string(tenant.currency.code), "locale": .string(request.locale.rawValue),
      "locales": .array(tenant.locales.map { .string($0.rawValue) }),
      "stages": .array(settings.stages.map(stage)),
      "payments": .array(
        settings.payments.map { ["provider": .string($0.provider), "name": local($0.name)] }
      ),
      "freight": .members([
        "flat": money(freight.flat), "free_over": freight.freeOver.map(money),
      ]),
      "contact": .members([
        "phone": settings.contact.phone.map { .string($0) },
        "email": settings.contact.email.map { .string($0) },
        "address": settings.contact.address.map(local), "hours": settings.contact.hours.map(local),
      ]),
      "licences": .array(
        (settings.licences ?? []).map { ["name": local($0.name), "number": .string($0.number)] }
      ),
    ])
  }

  private func stage(_ stage: StorefrontSettings.Stage) -> JSONValue {
    [
      "code": .string(stage.code), "name": local(stage.name),
      "from_month": .integer(Int64(stage.from)), "to_month": .integer(Int64(stage.to)),
    ]
  }

  func category(_ category: Category) -> JSONValue {
    let children = JSONValue.array(category.children.map { leaf($0, children: nil) })
    return leaf(category, children: children)
  }

  private func leaf(_ category: Category, children: JSONValue?) -> JSONValue {
    .members([
      "id": .string(category.id.description), "slug": .string(category.slug),
      "name": .string(category.name), "picture": category.picture.map(picture),
      "children": children,
    ])
  }

  func products(_ page: ProductPage, facets: ProductFacets?) -> JSONValue {
    .members([
      "items": .array(page.items.map(card)), "next": page.next.map { .string($0) },
      "facets": facets.map(self.facets), "search": page.search.map(search),
    ])
  }

  private func search(_ search: SearchOutcome) -> JSONValue {
    [
      "readings": .array(
        search.readings.map { reading in
          [
            "typed": .string(reading.typed), "kind": .string(reading.kind.rawValue),
            "meant": .array(reading.meant.map { .string($0) }),
          ]
        }
      ),
      "missing": .array(search.missing.map { .string($0) }),
      "near": .array(search.near.map(card)),
    ]
  }

  private func card(_ card: ProductCard) -> JSONValue {
    .members([
      "id": .string(card.id.description), "slug": .string(card.slug), "name": .string(card.name),
      "summary": .string(card.summary), "brand": .string(card.brand), "ages": ages(card.ages),
      "lowest_price": money(card.lowestPrice), "highest_price": money(card.highestPrice),
      "list_price": card.listPrice.map(money),
      "lowest_recent_price": card.lowestRecentPrice.map(money),
      "is_in_stock": .bool(card.isInStock),
      "sold": .integer(Int64(card.soldCount)), "picture": card.picture.map(picture),
    ])
  }

  private func facets(_ facets: ProductFacets) -> JSONValue {
    func values(_ facet: ProductFacet) -> JSONValue {
      .array(
        (facets.values[facet] ?? []).prefix(ShopSchemas.facetLimit).map {
          ["name": .string($0.name), "count": .integer(Int64($0.count))]
        }
      )
    }
    func money(_ minor: Int64?) -> JSONValue? {
      minor.map { self.money(Money(minorUnits: $0, currency: request.tenant.currency)) }
    }
    return [
      "count": .integer(Int64(facets.count)),
      "is_ceiling_reached": .bool(facets.isCeilingReached),
      "in_stock": .integer(Int64(facets.inStock)), "categories": values(.category),
      "brands": values(.brand), "materials": values(.material),
      "safety_classes": values(.safetyClass), "sizes": values(.size),
      "prices": .array(
        facets.prices.map {
          .members([
            "from": money($0.from), "to": money($0.to), "count": .integer(Int64($0.count)),
          ])
        }
      ),
    ]
  }

  func product(_ product: Product) -> JSONValue {
    .members([
      "id": .string(product.id.description), "slug": .string(product.slug),
      "name": .string(product.name), "summary": .string(product.summary),
      "description": .string(product.description), "brand": .string(product.brand),
      "url": .string(request.absoluteURL("/products/\(product.slug)")),
      "ages": ages(product.ages),
      "categories": .array(
        product.path.map { ["slug": .string($0.slug), "name": .string($0.name)] }
      ),
      "material": .filled(product.material), "safety_class": .filled(product.safetyClass),
      "registration_number": .filled(product.registrationNumber),
      "halal_certificate": .filled(product.halalCertificate),
      "pictures": .array(product.pictures.map(picture)),
      "gallery": .array(product.gallery.map(galleryPicture)), "skus": .array(product.skus.map(sku)),
      "offers": .array(
        product.offers.map { ["promotion": .string($0.promotion), "name": local($0.name)] }
      ),
      "device": product.device.map(device),
    ])
  }

  private func device(_ device: DeviceSheet) -> JSONValue {
    .members([
      "radios": .array(device.radios.map { .string($0.rawValue) }),
      "pairing": .string(device.pairing.rawValue), "app": .filled(device.app),
      "systems": .filled(device.systems), "app_url": .filled(device.address),
      "needs_account": .bool(device.needsAccount), "works_offline": .bool(device.worksOffline),
      "updates_until": device.updatesUntil.map { .string($0.description) },
      "data": local(device.data),
    ])
  }

  private func galleryPicture(_ shown: GalleryPicture) -> JSONValue {
    .members([
      "url": picture(shown.picture), "alt": local(shown.alt),
      "width": shown.size.map { .integer(Int64($0.width)) },
      "height": shown.size.map { .integer(Int64($0.height)) },
      "sku": shown.sku.map { .string($0.description) },
      "video": shown.video.map { .string($0) },
    ])
  }

  /// The day of an instant on the shop's clocks.
  func day(_ instant: Date) -> JSONValue {
    .string(CalendarDate(instant, in: request.tenant.timeZone).description)
  }

  /// What a bundle is made of; missing, not null, for what is none.
  func contents(_ parts: [BundlePart]) -> JSONValue? {
    guard !parts.isEmpty else { return Optional.none }
    return .array(
      parts.map { part in
        [
          "sku": .string(part.sku.description), "code": .string(part.code),
          "product": .string(part.product.description), "slug": .string(part.productSlug),
          "name": .string(part.name), "options": .string(part.options),
          "quantity": .integer(Int64(part.quantity)),
        ]
      }
    )
  }

  /// Missing, not null, when the number of pieces does not matter.
  private func volumePrices(_ sku: SKU) -> JSONValue? {
    guard !sku.volumePrices.isEmpty else { return Optional.none }
    return .array(
      sku.volumePrices.map {
        ["quantity": .integer(Int64($0.quantity)), "price": money($0.price)]
      }
    )
  }

  private func sku(_ sku: SKU) -> JSONValue {
    .members([
      "id": .string(sku.id.description), "code": .string(sku.code),
      "barcode": sku.barcode.map { .string($0) }, "price": money(sku.price),
      "list_price": sku.listPrice.map(money),
      "lowest_recent_price": sku.lowestRecentPrice.map(money),
      "sale_ends_at": sku.saleEnds.map { .string($0.ISO8601Format()) },
      "volume_prices": volumePrices(sku),
      "weight_grams": sku.weightGrams.map { .integer(Int64($0)) },
      "available": .integer(Int64(sku.available)),
      "options": .array(
        sku.options.map { ["code": .string($0.code), "value": local($0.labels)] }
      ), "contents": contents(sku.parts),
      "presale": sku.presale.map {
        ["ships_on": day($0.shipsFrom), "left": .integer(Int64($0.left))]
      },
    ])
  }
}

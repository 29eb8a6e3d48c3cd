internal import Foundation
internal import Storefront
internal import TenantStore
internal import TenantWeb

/// What a product's page shows of its reviews.
struct ProductReviewsView {
  let frame: PageFrame
  let slug: String
  let reviews: ProductReviews

  /// The fields of the product page's query by which reviews are chosen.
  static let filterField = "reviews"
  static let cursorField = "reviews_before"

  static func query(_ request: TenantRequest) -> ProductReviewQuery {
    var query = ProductReviewQuery()
    query.filter = chosen(request)
    query.before = request.query[cursorField].flatMap { ReviewID($0) }
    query.limit = 5
    return query
  }

  private static func chosen(_ request: TenantRequest) -> ReviewFilter {
    request.query[filterField].flatMap(ReviewFilter.init) ?? .all
  }

  private var texts: LocalTexts { frame.texts }
  private var filter: ReviewFilter { Self.chosen(frame.request) }
  private var isLater: Bool { frame.request.query[Self.cursorField] != nil }

  var view: View {
    let summary = reviews.summary
    return [
      "summary": summaryView, "filters": filters, "hasFilters": summary.count > 0,
      "items": reviews.items.map(item),
      "isEmpty": reviews.items.isEmpty,
      "emptyWords": texts[summary.count == 0 ? "review.none" : "review.noneSuch"],
      "next": reviews.next.map { url(filter, before: $0) },
      "first": isLater ? url(filter) : nil,
      "hasExperts": !reviews.experts.isEmpty, "experts": reviews.experts.map(expert),
    ]
  }

  private var summaryView: View? {
    let summary = reviews.summary
    guard let average = summary.averageTenths else { return nil }
    return [
      "average": RatingWords.tenths(average),
      "stars": RatingWords.stars(Int((average + 5) / 10)),
      "words": texts["review.average", ["average": RatingWords.tenths(average)]],
      "count": texts["review.count", ["count": "\(summary.count)"]],
      "rows": summary.histogram.enumerated().reversed().map { index, count -> View in
        [
          "name": texts["review.stars", ["count": "\(index + 1)"]], "value": "\(count)",
          "most": "\(summary.count)",
          "words": texts["review.row", ["stars": "\(index + 1)", "count": "\(count)"]],
        ]
      },
    ]
  }

  private var filters: [View] {
    let summary = reviews.summary
    guard summary.count > 0 else { return [] }
    let counts: [(ReviewFilter, Int64)] = [
      (.all, summary.count), (.pictures, summary.pictured), (.low, summary.low),
      (.followUp, summary.followed),
    ]
    return counts.compactMap { choice, count in
      guard count > 0 || choice == filter else { return nil }
      return [
        "href": url(choice), "isChosen": choice == filter,
        "name": texts["review.filter.\(choice.rawValue)", ["count": "\(count)"]],
      ]
    }
  }

  private func url(_ filter: ReviewFilter, before: ReviewID? = nil) -> String {
    frame.request.url(
      "/products/\(slug)",
      [
        "sku": frame.request.query["sku"],
        Self.filterField: filter == .all ? nil : filter.rawValue,
        Self.cursorField: before?.description,
      ]
    ) + "#reviews"
  }

  private func item(_ review: Review) -> View {
    let followUp = review.followUp.flatMap { $0.state == .published ? $0 : nil }
    return [
      "name": review.displayName.isEmpty ? texts["review.anonymous"] : review.displayName,
      "stars": RatingWords.stars(review.rating),
      "words": texts["review.average", ["average": "\(review.rating)"]],
      "date": RatingWords.day(review.writtenAt, frame), "options": review.options,
      "text": review.erasedAt == nil ? review.text : texts["review.erased"],
      "isErased": review.erasedAt != nil,
      "hasPictures": !review.pictures.isEmpty,
      "pictures": review.pictures.enumerated().map { index, picture -> View in
        frame.request.pictureView(of: picture, .small)
          .with("alt", texts["review.picture", ["number": "\(index + 1)"]])
      },
      "followUp": followUp.flatMap { followUp -> View? in
        guard !followUp.text.isEmpty else { return nil }
        return [
          "title": texts[
            "review.followUpOn",
            ["date": RatingWords.day(followUp.writtenAt, frame)]
          ], "text": followUp.text,
        ]
      },
      "reply": review.reply.isEmpty ? nil : review.reply,
    ]
  }

  private func expert(_ expert: ExpertEvaluation) -> View {
    [
      "author": expert.author, "credential": expert.credential, "text": expert.text,
      "source": expert.source, "date": expert.date.description,
      "interest": texts["expert.interest.\(expert.interest?.rawValue ?? "unknown")"],
    ]
  }
}

/// Ratings in words and signs.
enum RatingWords {
  /// Full and empty stars, for eyes only: the words beside them say the same.
  static func stars(_ rating: Int) -> String {
    let full = min(max(rating, 0), 5)
    return String(repeating: "★", count: full) + String(repeating: "☆", count: 5 - full)
  }

  /// `4.6`, from tenths.
  static func tenths(_ tenths: Int64) -> String { "\(tenths / 10).\(tenths % 10)" }

  static func day(_ instant: Date, _ frame: PageFrame) -> String {
    var style = Date.FormatStyle(date: .long, time: .omitted)
    style.locale = Locale(identifier: frame.request.locale.rawValue)
    style.timeZone = frame.request.tenant.timeZone
    return instant.formatted(style)
  }
}

/// The published reviews of a product in the words of schema.org.
extension RatingSummary {
  /// Nothing without a published review: an empty rating may not be stated.
  var linkedRating: JSONValue? {
    guard let average = averageTenths else { return nil }
    return LinkedData.object(
      "AggregateRating",
      [
        "ratingValue": .string(RatingWords.tenths(average)), "reviewCount": .integer(count),
        "bestRating": 5, "worstRating": 1,
      ]
    )
  }
}

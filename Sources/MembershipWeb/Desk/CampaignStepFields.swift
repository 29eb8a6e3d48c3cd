internal import Membership
internal import TenantWeb

/// The steps of a campaign in the form that starts it, and in what is said of it.
enum CampaignStepFields {
  /// How many steps the form has room for.
  private static let count = 3

  /// Some fields for each step; those of a step without days are left out.
  static func fields(_ texts: LocalTexts, _ services: [FormField.Choice]) -> [FormField] {
    (1...count).flatMap { number -> [FormField] in
      let place: KeyValuePairs<String, String> = ["number": "\(number)"]
      return [
        FormField(
          name: "step\(number)_days",
          label: texts["desk.campaigns.stepDays", place],
          type: "number",
          isRequired: false
        ),
        FormField(
          name: "step\(number)_message",
          label: texts["desk.campaigns.stepMessage", place],
          maximum: 300,
          isRequired: false
        ),
        FormField(
          name: "step\(number)_coupon",
          label: texts["desk.campaigns.stepCoupon", place],
          maximum: 40,
          isRequired: false
        ),
      ] + (services.isEmpty ? [] : [service(number, services, texts)])
    }
  }

  /// The service that a step speaks of.
  private static func service(
    _ number: Int,
    _ services: [FormField.Choice],
    _ texts: LocalTexts
  ) -> FormField {
    .choice(
      "step\(number)_service",
      texts["desk.campaigns.stepService", ["number": "\(number)"]],
      services,
      required: false
    )
  }

  /// Reads the steps that were filled in.
  static func steps(_ form: RequestFields) throws -> [CampaignStep] {
    try (1...count).compactMap { number in
      guard let days = try form.integer("step\(number)_days", in: 1...89) else { return nil }
      return CampaignStep(
        afterDays: days,
        message: form["step\(number)_message"] ?? "",
        coupon: form["step\(number)_coupon"],
        service: form["step\(number)_service"]
      )
    }
  }

  /// What comes when.
  static func facts(_ plan: CampaignPlan, _ texts: LocalTexts) -> [(name: String, value: String)] {
    plan.steps.map { step in
      (
        texts["desk.campaigns.step", ["days": "\(step.afterDays)"]],
        [step.message, step.coupon ?? "", step.service ?? ""].filter { !$0.isEmpty }.joined(
          separator: " · "
        )
      )
    }
  }
}

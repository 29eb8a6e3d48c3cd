-- Whoever evaluates says what they have of it; what was added before says nothing.
ALTER TABLE storefront.expert_evaluation
  ADD COLUMN interest text CHECK (interest IN ('none', 'sample', 'paid', 'employed'));
COMMENT ON COLUMN storefront.expert_evaluation.interest IS 'none';

/** Labels of the rules that match a key to an account. */
const reasons: Record<string, string> = {
  manual_mapping: 'the list of aliases',
  exact_name: 'the same name after normalisation',
  similar_name: 'a similar name in the same territory',
  customer_id: 'the same customer number',
  territory_mapping: 'the list of territories',
  most_opportunities: 'most opportunities in that territory',
  manual: 'by hand',
  own_account: 'a separate account',
  merge: 'merged',
  unmerge: 'a merge that was undone',
};

export const matchReason = (rule: string): string => reasons[rule] ?? rule.replaceAll('_', ' ');

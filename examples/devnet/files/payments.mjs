// Payments by distributors, as the files name them.

const LABELS = { rents: "Rent", coupons: "Coupon" };

/** Where a payment's tree lies, relative to the token list. @param {"rents" | "coupons"} kind */
export const treeFile = (kind, { period }) => `distributions/${kind === "rents" ? "" : `${kind}-`}${period}.json`;

/** A payment as the token list names it. */
export const distribution = (kind, payment, cash) => ({
  type: "uniswap-merkle",
  contract: payment.contract.address,
  token: cash,
  tree: treeFile(kind, payment),
  label: LABELS[kind],
  period: payment.period,
});

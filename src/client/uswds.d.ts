declare module '@uswds/uswds/js/usa-combo-box' {
  const comboBox: { init(root: Element): void; on(root: Element): void };
  export default comboBox;
}

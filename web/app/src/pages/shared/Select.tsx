/** A value, or a value with its label. */
type Option = string | readonly [value: string, text: string];

interface Props {
  label: string;
  value: string;
  options: readonly Option[];
  onChoose(value: string): void;
}

/** A labelled select. */
export const Select = ({ label, value, options, onChoose }: Props) => (
  <label class="pick">
    <span>{label}</span>
    <select class="field" value={value} onChange={(e) => onChoose(e.currentTarget.value)}>
      {options.map((option) => {
        const [one, text] = typeof option === 'string' ? [option, option] : option;
        return (
          <option key={one} value={one}>
            {text}
          </option>
        );
      })}
    </select>
  </label>
);

import { navigationItems, pages } from './pages';
import { Dialog } from '../parts/Dialog';
import { commandKey } from '../parts/keyboard';
import { may } from '../state/session';
import { overlay } from './overlay';

const leadGroup = 'On a lead or the selected leads';

const groups: readonly [string, readonly [string, string][]][] = [
  [
    'Everywhere',
    [
      [`${commandKey} K`, 'Go to, find, do'],
      ['/', 'Search on this page'],
      ['?', 'This help'],
      ['Esc', 'Close'],
      [`${commandKey} Z`, 'Undo your last step, again for the one before'],
    ],
  ],
  [
    'In a list',
    [
      ['j k', 'Down, up'],
      ['Enter', 'Open'],
      ['x', 'Select or deselect'],
      ['Shift x', 'Select up to here'],
      ['a', 'Select all loaded leads'],
      ['.', 'Apply new rows'],
    ],
  ],
  [
    leadGroup,
    [
      ['c', 'Contacted'],
      ['q', 'Qualified'],
      ['w', 'Converted (won)'],
      ['r', 'Reject'],
      ['i', 'Assign'],
      ['s', 'Snooze'],
    ],
  ],
];

/** All keyboard shortcuts. */
export function Help() {
  const pageKeys = navigationItems.value.map((p): [string, string] => [`g ${p.key}`, pages[p.page].title]);
  return (
    <Dialog title="Keyboard" wide onClose={() => (overlay.value = null)}>
      <div class="keys">
        {[...groups.filter(([name]) => name !== leadGroup || may('work_leads')), ['Pages', pageKeys] as const].map(([name, keys]) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    {key.split(' ').map((k) => (
                      <kbd key={k}>{k}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

import { Star } from 'lucide';
import { useState } from 'preact/hooks';
import type { Feedback } from '../connection/rest';
import { cleanText } from '../state/chat';
import { t } from '../strings/en';
import { Icon } from './icon';

interface FeedbackProps {
  /** Whether the feedback was taken. */
  readonly submit: (feedback: Feedback) => Promise<boolean>;
  /** It was sent, or skipped. */
  readonly onDone: () => void;
}

const RATINGS = [1, 2, 3, 4, 5] as const;
const MOST_CHARACTERS = 2000;

const Stars = ({ rating, onChange }: { rating: number; onChange: (rating: number) => void }) => (
  <fieldset class="stars">
    <legend class="sr-only">{t.feedback.rating}</legend>
    {RATINGS.map((value) => (
      <label key={value} class={value <= rating ? 'is-on' : ''}>
        <input
          type="radio"
          name="rating"
          value={value}
          required
          checked={value === rating}
          onChange={() => onChange(value)}
        />
        <Icon of={Star} size={30} />
        <span class="sr-only">{t.feedback.stars(value)}</span>
      </label>
    ))}
  </fieldset>
);

/** Rating and comment after the session. What cannot be sent stays, to be sent again. */
export const FeedbackForm = ({ submit, onDone }: FeedbackProps) => {
  const [rating, setRating] = useState(0);
  const [comment, setComment] = useState('');
  const [state, setState] = useState<'open' | 'sending' | 'failed'>('open');
  const send = async (event: Event) => {
    event.preventDefault();
    if (rating === 0 || state === 'sending') return;
    setState('sending');
    const taken = await submit({ rating, comment: cleanText(comment) }).catch(() => false);
    if (taken) onDone();
    else setState('failed');
  };
  return (
    <form class="feedback" onSubmit={send}>
      <Stars rating={rating} onChange={setRating} />
      <textarea
        rows={3}
        maxLength={MOST_CHARACTERS}
        aria-label={t.feedback.comment}
        placeholder={t.feedback.placeholder}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      <p class="form-error" role="alert">
        {state === 'failed' ? t.feedback.failed : ''}
      </p>
      <div class="row">
        <button type="button" class="btn" onClick={onDone}>
          {t.feedback.skip}
        </button>
        <button type="submit" class="btn primary" disabled={rating === 0 || state === 'sending'}>
          {t.feedback.send}
        </button>
      </div>
    </form>
  );
};

/** The device says to the thumb that it has taken the tap. */
export const feelTap = () => navigator.vibrate?.(12);

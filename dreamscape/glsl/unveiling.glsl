// unveiling: the wave of light that clears the bokeh away, on the screen. How far a fragment lies outside its front, in
// picture heights: negative where it has passed; the front billows. Arguments: pixel, the wave's source (m), its progress
// 0 to 1. Needs frame.glsl. Cost: a matrix product, a root and two sines.
float outside(vec2 position, vec3 source, float progress) {
    vec4 clip = view_projection * vec4(source, 1.0);
    vec2 middle = clip.xy / max(clip.w, 0.05);
    vec2 d = (position * texel * 2.0 - 1.0 - middle) * vec2(aspect, 1.0) * 0.5;
    float far = length(d);
    vec2 toward = d / max(far, 1e-3);
    float billow = 0.055 * sin(dot(toward, vec2(2.3, 1.4)) + time * 0.9) + 0.025 * sin(dot(toward, vec2(-3.9, 4.7)) - time * 1.3);
    return far * (1.0 + billow) - progress * progress * 1.75 + 0.02;
}

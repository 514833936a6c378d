// up: one step up of the dual-filter bloom, eight bilinear taps around the pixel, added to the target.
uniform sampler2D image;
uniform vec2 image_texel;
uniform vec2 target_texel;
out vec4 colour;

void main() {
    vec2 at = gl_FragCoord.xy * target_texel;
    vec2 h = image_texel;
    vec3 sum = texture(image, at + vec2(-2.0 * h.x, 0.0)).rgb + texture(image, at + vec2(2.0 * h.x, 0.0)).rgb;
    sum += texture(image, at + vec2(0.0, -2.0 * h.y)).rgb + texture(image, at + vec2(0.0, 2.0 * h.y)).rgb;
    sum += 2.0 * (texture(image, at + h).rgb + texture(image, at - h).rgb);
    sum += 2.0 * (texture(image, at + vec2(h.x, -h.y)).rgb + texture(image, at + vec2(-h.x, h.y)).rgb);
    colour = vec4(sum / 12.0, 1.0);
}

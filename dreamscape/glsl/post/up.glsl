// up: one step up of the dual-filter bloom, after spread.glsl: a bilinear tap, added to what the target has, each by
// its share (alpha is that of the target). Cost: a tap.
uniform sampler2D image;
uniform vec2 target_texel;
uniform vec2 shares;  // of what is added, and of what the target has
out vec4 colour;

void main() {
    colour = vec4(texture(image, gl_FragCoord.xy * target_texel).rgb * shares.x, shares.y);
}

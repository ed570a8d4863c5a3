# Log-mel spectrogram of mono sound.
#
#   bytes    (P, 2 samples) uint8: signed 16 bit, little endian
#   s        = sample / 32768                                        in [-1, 1)
#   S[k, t]  = | sum_n  window[n] s[t hop + n] exp(-2 pi i k n / N) |^2     N = length of the window
#   E[m, t]  = sum_k  filters[k, m] S[k, t]
#   x        = (ln(E + 1e-6) - mean) / deviation                     (P, 1, bands, frames)
class Kernel(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def spectrogram(self: __torch__.Kernel, bytes: Tensor, window: Tensor, filters: Tensor, hop: Tensor, mean: Tensor, deviation: Tensor) -> Tensor:
    pairs = torch.type_as(torch.reshape(bytes, [torch.size(bytes, 0), -1, 2]), window)
    unsigned = torch.add(torch.select(pairs, 2, 0), torch.mul(torch.select(pairs, 2, 1), 256.))
    signed = torch.sub(unsigned, torch.mul(torch.type_as(torch.ge(unsigned, 32768.), unsigned), 65536.))
    samples = torch.div(signed, 32768.)
    frames = torch.unfold(samples, 1, torch.size(window, 0), int(torch.item(hop)))
    spectrum = torch.view_as_real(torch.fft_rfft(torch.mul(frames, window), None, -1, None))
    power = torch.sum(torch.mul(spectrum, spectrum), [3])
    energy = torch.transpose(torch.matmul(power, filters), 1, 2)
    x = torch.div(torch.sub(torch.log(torch.add(energy, 1e-06)), mean), deviation)
    return torch.contiguous(torch.unsqueeze(x, 1))
